import * as v from "valibot";
import { type Incident, isUndone, type StepRecord } from "../../incident/incident.ts";
import { wasCarriedOut } from "../../incident/outcome.ts";
import { readControl } from "../../ledger/control.ts";
import { noteEnd } from "../../ledger/ends.ts";
import { orderUndo } from "../../ledger/step-afterwards.ts";
import { decide, sendOrder, timeAfter } from "../decide.ts";
import { incidentToDecide, stepNamed } from "../named.ts";
import { incident, optional, reason, schemas, step } from "../options.ts";
import { Refused } from "../refused.ts";
import { endOf } from "../until.ts";
import { type Desk, type Done, verb } from "../verb.ts";

const canBeUndone = (record: StepRecord | undefined): record is StepRecord =>
  record?.change !== undefined && wasCarriedOut(record.outcome) && !isUndone(record);

/** Of each resource the newest that still stands, the last done first; those that it came after are no state to go back from. */
const newestOfEach = ({ records }: Incident) => {
  const all = [...records.values()]
    .filter(canBeUndone)
    .toSorted((a, b) => ((a.endedAt ?? "") < (b.endedAt ?? "") ? 1 : -1));
  const isNewest = (record: StepRecord) =>
    all.find(({ change }) => change?.resource === record.change?.resource) === record;
  return { chosen: all.filter(isNewest), superseded: all.filter((record) => !isNewest(record)) };
};

const chosenStep = (found: Incident, name: string) => {
  const { id } = stepNamed(found, name);
  const record = found.records.get(id);
  if (canBeUndone(record)) return { chosen: [record], superseded: [] };
  throw new Refused(`step ${id}: expected one that was carried out, and not undone since`);
};

const order = async (
  desk: Desk,
  found: Incident,
  record: StepRecord,
  { reason: why, whileFrozen }: { readonly reason: string | undefined; readonly whileFrozen: boolean },
) => {
  const key = { incident: found.id, step: record.id };
  const at = timeAfter(desk, record.endedAt, record.undoneAt);
  if (!(await orderUndo(desk.ledger, key, { by: desk.by, at, whileFrozen })))
    throw new Refused(`step ${record.id}: expected one that has ended`);
  await decide(desk, found, "undo-ordered", { at, step: record.id, ...(why ? { reason: why } : {}) });
  await sendOrder(desk, "undo", found.id, record);
};

/** Gives the steps an end: they are undone by the first sweep after it, which comes once an hour. */
const later = async (
  desk: Desk,
  found: Incident,
  chosen: readonly StepRecord[],
  { reason: why = "", said }: { readonly reason: string | undefined; readonly said: string },
): Promise<Done> => {
  const at = endOf(said, desk.ledger.now(), "undo: --at");
  for (const { id, action, endedAt } of chosen) {
    await noteEnd(desk.ledger, { incident: found.id, step: id, at, action, by: desk.by });
    const decided = { at: timeAfter(desk, endedAt), step: id, reason: `to be undone at ${at} ${why}`.trim() };
    await decide(desk, found, "undo-ordered", decided);
  }
  return {
    text: chosen
      .map(({ id }) => `Noted: ${id} of incident ${found.id} is undone within the hour after ${at}.`)
      .join("\n"),
    data: { incident: found.id, at, later: chosen.map(({ id }) => id) },
  };
};

export const undo = verb({
  id: "undo",
  summary: "Put back as it was what was done: one step, or on each resource of the incident the last",
  options: [
    incident,
    optional(step),
    reason,
    { name: "at", usage: "Not now but then: a date, a time in UTC, or a span such as 8h or 2d", type: "string" },
    { name: "while-frozen", usage: "Even while everything is frozen", type: "boolean" },
  ],
  params: v.strictObject({
    incident: schemas.incident,
    step: v.optional(schemas.step),
    reason: v.optional(schemas.reason),
    at: v.optional(schemas.id),
    "while-frozen": v.optional(v.boolean("yes or no"), false),
  }),
  run: async (desk, given) => {
    const found = await incidentToDecide(desk, given.incident);
    const { chosen, superseded } = given.step === undefined ? newestOfEach(found) : chosenStep(found, given.step);
    if (chosen.length === 0)
      throw new Refused(`incident ${found.id}: expected a step that was carried out, and not undone since`);
    if (given.at !== undefined) return later(desk, found, chosen, { reason: given.reason, said: given.at });
    const whileFrozen = given["while-frozen"];
    const { freeze } = await readControl(desk.ledger);
    for (const record of chosen) await order(desk, found, record, { reason: given.reason, whileFrozen });
    const ids = (records: readonly StepRecord[]) => records.map(({ id }) => id);
    return {
      text: [
        ...ids(chosen).map((id) => `Ordered: ${id} of incident ${found.id} is being undone.`),
        ...ids(superseded).map((id) => `Not undone: ${id}, since a later step came after it on the same resource.`),
        ...(freeze && !whileFrozen ? ["Everything is frozen, so it will be held; order it --while-frozen."] : []),
      ].join("\n"),
      data: { incident: found.id, ordered: ids(chosen), superseded: ids(superseded) },
    };
  },
});
