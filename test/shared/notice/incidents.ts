import { identityActions, resourceActions } from "../../../shared/actions/index.ts";
import type { Cause, Finding, PlannedStep } from "../../../shared/incident/finding.ts";
import type { Incident } from "../../../shared/incident/incident.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import type { ActionTitle } from "../../../shared/notice/told.ts";
import { callOf, home, orders } from "../records.ts";

/** Incidents as the ledger holds them. */

export const titles: readonly ActionTitle[] = [...identityActions, ...resourceActions];

const { eventID, service, name, time, actor, sourceIp, userAgent } = callOf();
export const cause = (changes: Partial<Cause> = {}): Cause => ({
  eventID,
  service,
  name,
  time,
  actor,
  ...(sourceIp ? { sourceIp } : {}),
  ...(userAgent ? { userAgent } : {}),
  blamed: true,
  ...changes,
});

const withoutCause: Omit<Finding, "cause"> = {
  detection: "stream-encryption-stopped",
  title: "Encryption of the stream was stopped",
  severity: "High",
  confidence: "High",
  attack: ["T1562.001"],
  controls: ["Kinesis.1"],
  evidence: "The stream is not encrypted; it should be, with alias/orders.",
  resource: { type: "AWS::Kinesis::Stream", id: orders },
  account: home.account,
  region: home.region,
  time: "2026-09-19T11:31:58.000Z",
  source: eventID,
  found: "NONE",
};

export const finding = (changes: Partial<Finding> = {}): Finding => ({ ...withoutCause, cause: cause(), ...changes });
/** Found by a look that no call led to. */
export const causeless: Finding = withoutCause;

const key = { arn: `arn:aws:kms:us-east-1:${home.account}:key/own`, account: home.account, name: "alias/orders" };
const answers = { detection: withoutCause.detection, resource: withoutCause.resource, source: eventID };
export const evict: PlannedStep = {
  id: "deactivate-access-key-1",
  action: "deactivate-access-key",
  params: { userName: "alice", accessKeyId: "AKIAEXAMPLEEXAMPLE00", account: home.account },
  ...answers,
};
export const restore: PlannedStep = {
  id: "restore-stream-encryption-1",
  action: "restore-stream-encryption",
  params: { stream: orders, key },
  ...answers,
};

const accessKey = `arn:aws:iam::${home.account}:user/alice/access-key/AKIAEXAMPLEEXAMPLE00`;
const changes = {
  [evict.id]: { resource: accessKey, before: "Active", after: "Inactive" },
  [restore.id]: { resource: orders, before: { key: null }, after: { key } },
};

/** An incident whose steps ended like this; a step without an outcome is under way. */
export const incident = (
  outcomes: readonly (readonly [PlannedStep, Outcome | undefined])[],
  rest: Partial<Pick<Incident, "findings" | "advice">> = {},
): Incident => ({
  id: eventID,
  openedAt: "2026-09-19T11:31:58.000Z",
  findings: [finding()],
  advice: [],
  decisions: [],
  ...rest,
  steps: outcomes.map(([step]) => step),
  records: new Map(
    outcomes.flatMap(([step, outcome]) => {
      const change = outcome?.type === "compliant" ? undefined : changes[step.id];
      const record = {
        id: step.id,
        action: step.action,
        answers,
        begunAt: "2026-09-19T11:31:59.000Z",
        lease: 0,
        looks: 0,
      };
      return outcome ? [[step.id, { ...record, outcome, ...(change ? { change } : {}) }] as const] : [];
    }),
  ),
});
