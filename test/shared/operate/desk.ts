import type { Finding, PlannedStep } from "../../../shared/incident/finding.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { readIncident } from "../../../shared/ledger/incident.ts";
import { type Item, keys } from "../../../shared/ledger/table.ts";
import type { Desk, Done } from "../../../shared/operate/verb.ts";
import { verbs } from "../../../shared/operate/verbs/index.ts";
import { inMemory } from "../in-memory.ts";
import { home, orders } from "../records.ts";
import { tableOf } from "./table.ts";

/** An incident with two steps, whatever became of them, and an operator who has come. */
export const incident = "11111111-2222-3333-4444-555555555555";
export const at = "2026-11-25T12:00:00.000Z";
export const now = "2026-11-25T13:00:00.000Z";
export const by = `arn:aws:iam::${home.account}:user/olga`;
export const contain = "deactivate-access-key-1";
export const restore = "restore-stream-encryption-1";
export const key = `arn:aws:iam::${home.account}:user/alice/access-key/AKIAEXAMPLEEXAMPLE00`;

export const finding: Finding = {
  detection: "stream-encryption-stopped",
  title: "Encryption of a stream was stopped",
  severity: "High",
  confidence: "High",
  attack: [],
  controls: [],
  evidence: "The stream is not encrypted.",
  resource: { type: "kinesis:stream", id: orders },
  account: home.account,
  region: home.region,
  time: at,
  source: incident,
  found: "NONE",
  cause: {
    eventID: incident,
    service: "kinesis",
    name: "StopStreamEncryption",
    time: at,
    actor: {
      name: `arn:aws:iam::${home.account}:user/alice`,
      account: home.account,
      credential: { kind: "user-key", userName: "alice", accessKeyId: "AKIAEXAMPLEEXAMPLE00" },
    },
    sourceIp: "192.0.2.10",
    userAgent: "aws-cli/2.36.28",
    blamed: true,
  },
};

const { detection, resource, source } = finding;
const step = (id: string): PlannedStep => ({
  id,
  action: id.slice(0, -2),
  params: {},
  detection,
  resource,
  source,
});

export const awaiting: Outcome = {
  type: "awaiting-approval",
  until: "2026-11-25T16:00:00.000Z",
  by: "mode",
  reason: "the mode is approve",
};

/** The record of a step, as the ledger has it. */
export const recordOf = (id: string, outcome: Outcome | undefined, more: Item = {}): Item => ({
  pk: keys.incident(incident),
  sk: keys.step(id),
  action: id.slice(0, -2),
  answers: JSON.stringify({ detection, resource, source }),
  change: JSON.stringify({ resource: id === contain ? key : orders, before: 1, after: 2 }),
  begunAt: at,
  ...(outcome ? { endedAt: at, outcome: JSON.stringify(outcome) } : {}),
  ...(outcome?.type === "awaiting-approval" || outcome?.type === "held" ? { waits: 1 } : {}),
  ...more,
});

export const found = (more: Partial<Finding> = {}): readonly Item[] => [
  {
    pk: keys.incident(incident),
    sk: keys.found(at, incident),
    at,
    found: JSON.stringify({ findings: [{ ...finding, ...more }], steps: [step(contain), step(restore)], advice: [] }),
  },
  { pk: keys.day(at), sk: `${at}#${incident}`, incident },
];

/** Gives orders at a desk where these are on record. */
export const deskWith = (items: readonly Item[], changes: Partial<Desk> = {}) => {
  const { ledger, rows } = tableOf(items, () => new Date(now));
  const sent: { readonly queue: unknown; readonly order: unknown }[] = [];
  const desk: Desk = {
    ledger,
    send: inMemory((_, { QueueUrl, MessageBody }) => {
      sent.push({ queue: QueueUrl, order: JSON.parse(String(MessageBody)) });
      return {};
    }),
    queues: { identity: "identity", resource: "resource" },
    identityActions: ["deactivate-access-key"],
    evicts: ["deactivate-access-key"],
    detections: [detection],
    settings: { exemptions: [], operators: [] },
    by,
    person: { kind: "user", partition: "aws", account: home.account, name: "olga" },
    ...changes,
  };
  const give = (verb: string, params: Readonly<Record<string, unknown>> = {}): Promise<Done> => {
    const one = verbs.find(({ id }) => id === verb);
    if (one === undefined) throw new Error(`there is no verb ${verb}`);
    return one.carryOut(desk, params);
  };
  const read = async () => {
    const whole = await readIncident(ledger, incident);
    if (whole === undefined) throw new Error("the incident is gone");
    return whole;
  };
  return { desk, give, sent, rows, read };
};
