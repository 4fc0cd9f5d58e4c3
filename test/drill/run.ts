import { isDeepStrictEqual } from "node:util";
import type { Incident } from "../../shared/incident/incident.ts";
import type { AnyAttack } from "../attacks/attack.ts";
import { isRefused } from "../attacks/refused.ts";
import type { Scene } from "../attacks/scene.ts";
import type { Lab } from "../lab/index.ts";
import { deadLettersIn } from "./dead-letters.ts";
import { heardBy } from "./heard.ts";
import { type LedgerView, openLedger } from "./ledger.ts";
import { messageOf, outcomesOf, timelineOf, writesBy } from "./observe.ts";
import type { AttackResult } from "./result.ts";
import { difference, type Snapshot, snapshot } from "./snapshot.ts";
import { seenAt } from "./watch.ts";

/** How long the responder is given, in milliseconds. It takes about two seconds, one of them the stream being UPDATING. */
const patience = 30_000;

export const sceneOf = (lab: Lab): Scene => ({
  endpoint: lab.endpoint,
  region: lab.region,
  account: lab.account,
  operator: lab.operator,
  late: async (hours, strike) => {
    const onTime = lab.door.late(hours * 3_600_000);
    await strike().finally(onTime);
  },
  ring: async (metric) => {
    const alarm = lab.deployed.resources.find(
      ({ type, properties }) =>
        type === "AWS::CloudWatch::Alarm" &&
        properties["MetricName"] === metric &&
        isDeepStrictEqual(properties["Dimensions"], [{ Name: "StreamName", Value: "orders" }]),
    );
    if (alarm === undefined) throw new Error(`the stack has no alarm on ${metric} of orders`);
    await lab.ring(alarm.physicalId);
  },
  stream: {
    name: "orders",
    arn: `arn:aws:kinesis:${lab.region}:${lab.account}:stream/orders`,
    keyAlias: "alias/orders",
  },
});

const output = (lab: Lab, name: string): string => {
  const value = lab.deployed.outputs[name];
  if (value === undefined) throw new Error(`the stack has no output ${name}`);
  return value;
};

export const ledgerOf = (lab: Lab): LedgerView =>
  openLedger({
    endpoint: lab.endpoint,
    region: lab.region,
    credentials: lab.operator,
    table: output(lab, "LedgerTable"),
    functionName: `${lab.deployed.name}-operate`,
  });

/** What came to pass, seen from outside: in CloudTrail, in the account, in the mailbox. */
interface Struck {
  readonly at: number;
  /** The account as the attacker left it, before anything was answered; undefined if the attacker went on meanwhile. */
  readonly left: Snapshot | undefined;
  readonly restoredAt: number | undefined;
}

/** Strikes, and takes a picture of the account before the responder hears of it. Times count from when it could. */
const strike = async (lab: Lab, scene: Scene, attack: AnyAttack, prepared: unknown): Promise<Struck> => {
  let at = Date.now();
  let left: Snapshot | undefined;
  if (attack.fights) await attack.strike(scene, prepared);
  else {
    const release = lab.door.hold();
    try {
      await attack.strike(scene, prepared);
      left = await snapshot(scene);
    } finally {
      release();
    }
    at = Date.now();
  }
  const restored = attack.restored;
  const restoredAt = restored ? await seenAt(() => restored(scene, prepared), patience) : undefined;
  return { at, left, restoredAt };
};

/** Undoes all that was done, and says how the account then differs from what it should be: what the attacker had left, or, if they went on meanwhile, what it was before, once their own doing is put right by hand. */
const undoAll = async (lab: Lab, ledger: LedgerView, incidents: readonly Incident[], { left, now }: Undone) => {
  const problems: string[] = [];
  let undone = 0;
  for (const incident of incidents) {
    const after = await ledger.undoAll(incident);
    for (const { action, undoOrder, undo } of after?.records.values() ?? []) {
      if (undoOrder === undefined) continue;
      undone += 1;
      if (undo?.type !== "verified" && undo?.type !== "compliant")
        problems.push(`undo of ${action}: ${JSON.stringify(undo ?? "no answer")}`);
    }
  }
  await lab.idle();
  return { undone, problems: [...problems, ...difference(left, await now())] };
};

interface Undone {
  readonly left: Snapshot;
  readonly now: () => Promise<Snapshot>;
}

const sameList = (a: readonly string[], b: readonly string[]) =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** A check that compares lists, whatever their order. */
const listCheck = (
  what: string,
  wanted: readonly string[],
  found: readonly string[],
): AttackResult["checks"][number] =>
  sameList(wanted, found)
    ? { what, held: true }
    : { what, held: false, found: `${found.join(", ") || "nothing"}; expected ${wanted.join(", ")}` };

const check = (
  what: string,
  held: boolean | null,
  found = "it was not so",
): readonly AttackResult["checks"][number][] => (held === null ? [] : [held ? { what, held } : { what, held, found }]);

/** The responder's own calls since then whose events it took for somebody else's. */
const notHeardAsOwn = (lab: Lab, since: number): readonly string[] => {
  const heard = heardBy(lab);
  return writesBy(lab, since).flatMap(({ record: { eventID, eventName } }) =>
    heard.get(eventID)?.every((became) => became === "own call") === false ? [eventName] : [],
  );
};

/** Runs one attack against the lab from its preparation to the last trace of it, and says what was seen. */
export const runAttack = async (lab: Lab, attack: AnyAttack): Promise<AttackResult> => {
  const scene = sceneOf(lab);
  const ledger = ledgerOf(lab);
  // Each attack is to be seen by itself.
  await ledger.anHourPasses();
  const known = new Set((await ledger.incidentsExcept(new Set())).map(({ id }) => id));
  const prepared: unknown = await attack.prepare(scene);
  await lab.idle();
  const before = attack.fights ? await snapshot(scene) : undefined;
  const since = { records: lab.trail.records().length, messages: lab.mailbox.messages().length };

  const struck = await strike(lab, scene, attack, prepared);
  await lab.idle();
  if (attack.minutesLater) {
    await attack.minutesLater(scene, prepared);
    await lab.idle();
  }
  const again = attack.again;
  const contained = again ? await isRefused(() => again(scene, prepared)) : null;
  const own = await Promise.all(
    attack.checks.map(async ({ what, holds }): Promise<AttackResult["checks"][number]> => {
      const found = await holds(scene, prepared);
      return found === true ? { what, held: true } : { what, held: false, found };
    }),
  );
  const incidents = await ledger.incidentsExcept(known);
  const steps = incidents.flatMap(({ records }) => [...records.values()]);
  const writes = writesBy(lab, since.records);

  // What is ordered from here on is news of its own, and told.
  const received = lab.mailbox.messages().slice(since.messages);
  const mails = received.filter(({ protocol }) => protocol === "email");

  const now = async () => {
    if (before) await attack.mend(scene, prepared);
    return snapshot(scene);
  };
  const { undone, problems } = await undoAll(lab, ledger, incidents, { left: struck.left ?? before ?? {}, now });
  const after = { incidents: await ledger.incidentsExcept(known) };
  const strange = notHeardAsOwn(lab, since.records);
  const looped = after.incidents.length > incidents.length || strange.length > 0;
  const unhandled = await deadLettersIn(lab);
  await attack.mend(scene, prepared);
  await attack.cleanUp(scene, prepared);
  await lab.idle();

  const detections = [...new Set(incidents.flatMap(({ findings }) => findings.map(({ detection }) => detection)))];
  // That there was nothing to do any more is no news, unless it was expected.
  const outcomes = outcomesOf(steps).filter(
    ({ type }) => type !== "compliant" || attack.expected.outcomes.some((one) => one.type === type),
  );
  const restored = attack.restored ? struck.restoredAt !== undefined : null;
  const checks = [
    listCheck("it is detected as what it is", attack.expected.detections, detections),
    listCheck(
      "each step ends as it should",
      attack.expected.outcomes.map(({ action, type }) => `${action}: ${type}`),
      outcomes.map(({ action, type }) => `${action}: ${type}`),
    ),
    ...own,
    ...check("the attacker's next call is refused", contained, "it was let through"),
    ...check(
      "the responder does not answer its own calls",
      !looped,
      `${after.incidents.length} incidents; ${strange.join(", ")}`,
    ),
    ...check(
      "undoing every step leaves the account as the attacker had left it",
      undone > 0 ? problems.length === 0 : null,
      problems.join("; "),
    ),
    ...check("nothing was left unhandled", unhandled.length === 0, unhandled.join(", ")),
    ...(attack.expected.messages === "several"
      ? check("on-call hears of it", mails.length > 0, "no message")
      : check("on-call gets one message", mails.length === 1, `${mails.length} messages`)),
  ];
  const call = writes.find(({ record }) => record.eventSource === "iam.amazonaws.com");
  const elapsed = (at: number | undefined) => (at === undefined ? null : Math.max(0, at - struck.at));
  return {
    id: attack.id,
    holds: checks.every(({ held }) => held),
    detections,
    outcomes,
    contained,
    restored,
    undone: undone > 0 ? problems.length === 0 : null,
    looped,
    messages: mails.length,
    ms: { contained: elapsed(call?.at), restored: elapsed(struck.restoredAt) },
    title: attack.title,
    story: attack.story,
    attack: attack.attack,
    checks,
    timeline: timelineOf({ lab, since: since.records, struckAt: struck.at, restoredAt: struck.restoredAt, mails }),
    ...messageOf(received),
  };
};
