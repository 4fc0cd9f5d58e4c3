import { type Guardrail, unlessApproved } from "./guardrail.ts";

/** What AWS lets happen only a few times a day, or what costs money, is not begun by a machine. */
export const asksFirst: Guardrail = {
  id: "asks-first",
  holds: "Actions that only a person may begin, such as resharding, which AWS allows ten times a day.",
  approvable: "always",
  check: ({ asks, undo }) => (asks === undefined || undo ? undefined : unlessApproved(asks)),
};
