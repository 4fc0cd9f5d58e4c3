import { type Outcome, type RehearsedCall, wasCarriedOut } from "../../incident/outcome.ts";
import { plain } from "../plain.ts";
import type { Told, ToldStep } from "../told.ts";
import { capped, times } from "./rows.ts";

/** What became of a step, in words. */
export const saidOf = (outcome: Outcome | undefined): string => {
  switch (outcome?.type) {
    case undefined:
      return "still under way";
    case "compliant":
      return "nothing to do, it is so already";
    case "held":
      return `held by ${plain(outcome.by, 60)}: ${plain(outcome.reason, 300)}`;
    case "awaiting-approval":
      return `awaiting approval until ${plain(outcome.until, 40)}, held by ${plain(outcome.by, 60)}: ${plain(outcome.reason, 300)}`;
    case "rejected":
      return `rejected by ${plain(outcome.by, 200)}${outcome.reason ? `: ${plain(outcome.reason, 300)}` : ""}`;
    case "verified":
      return "done, and seen to be so";
    case "unverified":
      return "done, but NOT seen to have worked: look at it";
    case "failed":
      return `FAILED: ${plain(outcome.error, 300)}`;
  }
};

/** A call with all that would be sent. */
export const callLine = ({ call, input }: RehearsedCall): string => plain(`${call} ${JSON.stringify(input)}`, 300);

const undoLines = ({ record }: ToldStep): readonly string[] => {
  if (record?.undo)
    return [`Undone on order of ${plain(record.undoOrder?.by ?? "nobody known", 200)}: ${saidOf(record.undo)}`];
  return record?.undoOrder
    ? [`${plain(record.undoOrder.by, 200)} ordered it undone at ${plain(record.undoOrder.at, 40)}`]
    : [];
};

const linesOf = (told: ToldStep): readonly string[] => {
  const { step, action, target, outcome, record, count } = told;
  const calls = outcome && "calls" in outcome ? (outcome.calls ?? []) : [];
  const remarks = outcome && "remarks" in outcome ? (outcome.remarks ?? []) : [];
  const more = [
    `${plain(step.action, 100)} on ${plain(target, 300)}`,
    ...(count > 1 ? [times(told)] : []),
    ...(record?.trouble && !outcome ? [`So far it went wrong: ${plain(record.trouble, 300)}`] : []),
    ...(calls.length > 0 ? ["It would have called:", ...calls.map((one) => `  ${callLine(one)}`)] : []),
    ...remarks.map((remark) => plain(remark, 300)),
    ...(record?.relapsedAt ? [`Seen not to be so any more at ${plain(record.relapsedAt, 40)}`] : []),
    ...undoLines(told),
    ...(action?.limits && (outcome?.type === "verified" || outcome?.type === "unverified") ? [action.limits] : []),
  ];
  return [`  ${action?.title ?? plain(step.action, 100)}: ${saidOf(outcome)}`, ...more.map((line) => `      ${line}`)];
};

const wasNotDone = ({ outcome }: ToldStep): boolean =>
  outcome !== undefined && !wasCarriedOut(outcome) && outcome.type !== "compliant";

/** What was done, and what was not and why, with the calls that would have been made. */
export const stepLines = ({ steps }: Told): readonly string[] => {
  const not = steps.filter(wasNotDone);
  const done = steps.filter((one) => !wasNotDone(one));
  const nothing = steps.length > 0 ? "  Nothing." : "  Nothing: there is no step for this.";
  return [
    "What was done",
    ...(done.length > 0 ? capped(done, linesOf, "steps") : [nothing]),
    ...(not.length > 0 ? ["", "What was not done", ...capped(not, linesOf, "steps")] : []),
  ];
};
