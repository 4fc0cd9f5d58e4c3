import { createHash } from "node:crypto";
import type { Step } from "../actions/action.ts";

/** Names a step within its incident: the same for the same source, action and parameters. */
export const stepId = ({ action, params }: Step, source: string): string =>
  `${action}-${createHash("sha256")
    .update(JSON.stringify([source, params]))
    .digest("hex")
    .slice(0, 12)}`;
