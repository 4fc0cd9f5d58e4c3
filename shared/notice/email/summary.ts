import { isUndone, standing } from "../../incident/incident.ts";
import { wasCarriedOut } from "../../incident/outcome.ts";
import { plain } from "../plain.ts";
import type { Told } from "../told.ts";

/** `2 h 5 min`, `48 s`. @param ms not negative */
export const lasting = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

/** How a closed incident went, in a few lines; nothing while it is not closed. */
export const summaryLines = ({ incident, state }: Told): readonly string[] => {
  const closed = incident.decisions.findLast(({ kind }) => kind === "closed");
  if (state !== "closed" || !closed) return [];
  const records = [...incident.records.values()];
  const ended = records.flatMap(({ endedAt }) => (endedAt ? [Date.parse(endedAt)] : []));
  const opened = Date.parse(incident.openedAt);
  const answered = ended.length > 0 ? `, the last step ended after ${lasting(Math.max(...ended) - opened)}` : "";
  const done = records.filter(({ outcome }) => wasCarriedOut(outcome)).length;
  const undone = records.filter(isUndone).length;
  return [
    "Summary",
    `  Open for ${lasting(Date.parse(closed.at) - opened)}${answered}.`,
    `  ${counted(done, "step")} carried out: ${standing(incident).length} still in place, ${undone} undone.`,
    `  Closed by ${plain(closed.by, 200)}${closed.by === "lockkeeper" ? ": what still stands was looked at again and again" : ""}${closed.reason ? `: ${plain(closed.reason, 300)}` : ""}.`,
    "",
  ];
};
