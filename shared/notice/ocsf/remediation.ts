import type { Countermeasure } from "../../actions/action.ts";
import { isUndone } from "../../incident/incident.ts";
import type { Outcome } from "../../incident/outcome.ts";
import { saidOf } from "../email/steps.ts";
import { ascii } from "../plain.ts";
import type { Told, ToldStep } from "../told.ts";
import { baseOf, known, ms, type OcsfEvent, text } from "./event.ts";

const activities = { Isolate: 1, Evict: 2, Restore: 3, Harden: 4 } as const satisfies Readonly<
  Record<Countermeasure, number>
>;

const statusOf = ({ outcome, record }: ToldStep): { readonly status_id: number; readonly status: string } => {
  if (record && isUndone(record)) return { status_id: 99, status: "Undone" };
  const statuses = {
    verified: { status_id: 1, status: "Success" },
    compliant: { status_id: 1, status: "Success" },
    unverified: { status_id: 4, status: "Partial" },
    failed: { status_id: 6, status: "Error" },
    held: { status_id: 99, status: "Held" },
    "awaiting-approval": { status_id: 99, status: "Awaiting Approval" },
    rejected: { status_id: 99, status: "Rejected" },
  } as const satisfies Readonly<Record<Outcome["type"], object>>;
  return outcome ? statuses[outcome.type] : { status_id: 0, status: "Unknown" };
};

/** What became of a step, as Remediation Activity. Source: https://schema.ocsf.io/1.8.0/classes/remediation_activity */
export const remediationActivity = (told: Told, one: ToldStep): OcsfEvent => {
  const { step, action, record, target, outcome, count } = one;
  const id = action ? activities[action.countermeasure] : 99;
  return {
    ...baseOf(told, 7001, { id, name: action?.countermeasure ?? "Other" }, "Informational"),
    ...statusOf(one),
    // What held it, so that a machine need not read the sentence.
    ...(outcome && "by" in outcome && outcome.type !== "rejected" ? { status_code: ascii(outcome.by, 60) } : {}),
    status_detail: text(saidOf(outcome), 600),
    time: ms(told.now) ?? 0,
    ...known({ start_time: ms(record?.begunAt), end_time: ms(record?.endedAt) }),
    count,
    command_uid: text(`${told.incident.id}/${step.id}`, 400),
    message: text(`${action?.title ?? step.action}: ${saidOf(outcome)}`, 600),
    remediation: { desc: text(action?.title ?? step.action, 200) },
    ...(action ? { countermeasures: [{ d3f_tactic: { name: action.countermeasure } }] } : {}),
    observables: [{ name: "resource", type_id: 10, type: "Resource UID", value: text(target) }],
  };
};
