import type { Guardrail } from "../../response/guardrails/guardrail.ts";
import { guardrails as registered } from "../../response/guardrails/index.ts";
import { note, table } from "./page.ts";

const guardrails: readonly Guardrail[] = registered;

/** What holds a step, and what lifts it. */
export const guardrailsPage = (): string =>
  [
    note,
    "# Guardrails",
    "",
    "What keeps Lockkeeper from doing harm. Every write passes one gate, whatever asked for it, and each guardrail there can hold it. One that throws, or cannot decide, holds it too. What was held is told, with the reason.",
    "",
    table(
      ["id", "holds", "an approval lets it pass", "setting in lockkeeper.yml", "without it"],
      guardrails.map(({ id, holds, approvable, setting }) => [
        `\`${id}\``,
        holds,
        { always: "yes", never: "no", "in part": "in the mode `approve`" }[approvable],
        setting ? `\`${setting.name}\`` : "none: always",
        setting?.otherwise ?? "",
      ]),
    ),
    "",
  ].join("\n");
