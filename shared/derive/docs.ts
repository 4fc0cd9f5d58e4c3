import { actionsPage } from "./pages/actions.ts";
import { detectionsPage } from "./pages/detections.ts";
import { guardrailsPage } from "./pages/guardrails.ts";
import { permissionsPage } from "./pages/permissions.ts";
import { verbsPage } from "./pages/verbs.ts";

/** The text of every derived page, by its path from the repository's root. */
export const pages = async (): Promise<Readonly<Record<string, string>>> => ({
  "docs/detections.md": await detectionsPage(),
  "docs/actions.md": actionsPage(),
  "docs/guardrails.md": guardrailsPage(),
  "docs/permissions.md": await permissionsPage(),
  "docs/verbs.md": verbsPage(),
});
