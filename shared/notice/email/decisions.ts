import type { Decision } from "../../incident/incident.ts";
import { plain } from "../plain.ts";
import type { Told } from "../told.ts";
import { capped } from "./rows.ts";

const said = {
  approved: "approved",
  rejected: "rejected",
  "undo-ordered": "ordered undone",
  accepted: "accepted",
  closed: "closed",
} as const satisfies Readonly<Record<Decision["kind"], string>>;

/** Who decided what, when and why. */
export const decisionLine = ({ kind, by, at, step, reason }: Decision): string =>
  `${plain(at, 40)}  ${said[kind]} by ${plain(by, 200)}${step ? `, ${plain(step, 100)}` : ""}${reason ? `: ${plain(reason, 300)}` : ""}`;

/** What people decided, in the order of time. */
export const decisionLines = ({ incident }: Told): readonly string[] =>
  incident.decisions.length === 0
    ? []
    : ["Who decided", ...capped(incident.decisions, (one) => [`  ${decisionLine(one)}`], "decisions"), ""];
