import { readIncident } from "../../shared/ledger/incident.ts";
import type { Stage } from "./stage.ts";

/** The access keys that an incident orders to be taken out of use, in the order in which that came. */
export const keysTaken = async ({ ledger }: Stage, incident: string): Promise<readonly string[]> =>
  ((await readIncident(ledger, incident))?.steps ?? [])
    .filter(({ action }) => action === "deactivate-access-key")
    .map(({ params }) => (params as { readonly accessKeyId: string }).accessKeyId);
