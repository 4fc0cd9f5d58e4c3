import { ListAccessKeysCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { checkSettings, type Settings } from "../../shared/baseline/settings.ts";
import { detections } from "../../shared/detections/index.ts";
import type { Cause, Finding, Found, PlannedStep } from "../../shared/incident/finding.ts";
import type { UndoOrder } from "../../shared/incident/incident.ts";
import type { Order } from "../../shared/incident/order.ts";
import { fileSighting } from "../../shared/ledger/found.ts";
import { orderUndo } from "../../shared/ledger/step-afterwards.ts";
import { resources } from "../../shared/resources/index.ts";
import { guardrails } from "../../shared/response/guardrails/index.ts";
import type { AnyAction, Hands } from "../../shared/response/hands.ts";
import { account } from "../lab/door/example-lab.ts";
import { home, type Stage } from "./stage.ts";

export const orders = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;

const plenty = { principal: 1_000, resource: 1_000, account: 1_000 };
/** What lockkeeper.yml would say: nobody known feeds the stream, and there is no end of budgets. */
export const settingsOf = (said: object): Settings =>
  checkSettings(
    {
      mode: "enforce",
      streams: [{ name: "orders", producers: [] }],
      budgets: plenty,
      reversalsPerDay: 1_000,
      recheckSeconds: [],
      ...said,
    },
    "lockkeeper.yml",
    detectionIds,
  );
const detectionIds = detections.map(({ id }) => id);

/** The hands of a function that may carry out these actions, all of them enforced. */
export const handsFor = (
  stage: Stage,
  // biome-ignore lint/suspicious/noExplicitAny: actions of every kind.
  actions: readonly AnyAction<any>[],
  changes: Partial<Hands<Permission>> = {},
): Hands<Permission> => ({
  actions,
  resources,
  guardrails,
  settings: settingsOf({}),
  home,
  ownRoles: [stage.role],
  connect: stage.connect,
  ledger: stage.ledger,
  orders: stage.orders,
  ...changes,
});

/** Who orders undos and approves. */
export const operator = `arn:aws:iam::${account}:role/on-call`;

/** An operator's order to undo, as it stands with a step. */
export const undoOrderOf = (whileFrozen = false): UndoOrder => ({
  by: operator,
  at: "2026-09-19T12:00:00.000Z",
  whileFrozen,
});

/** A user with a key, and the step that takes it out of use. */
export interface Suspect {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly step: PlannedStep;
  readonly order: Order;
  readonly undoOrder: Order;
  /** The step's place in the ledger. */
  readonly key: { readonly incident: string; readonly step: string };
  /** Puts an operator's order to undo the step on record. */
  readonly orderUndo: (whileFrozen?: boolean) => Promise<void>;
  /** Active or Inactive. */
  readonly status: () => Promise<string | undefined>;
  /** What was written to the key, in the order of the trail: the status that each call asked for. */
  readonly written: () => readonly string[];
  /** Sets the key's status as somebody else. */
  readonly set: (status: "Active" | "Inactive") => Promise<void>;
}

/** What was found of `orders`, as far as the steps' guardrails look at it. */
const findingFor = (source: string, changes: Partial<Finding>): Finding => ({
  detection: "stream-encryption-stopped",
  title: "Encryption of the stream was stopped",
  severity: "High",
  confidence: "High",
  attack: ["T1562.001"],
  controls: ["Kinesis.1"],
  evidence: "The stream is not encrypted; it should be, with alias/orders.",
  resource: { type: "AWS::Kinesis::Stream", id: orders },
  ...home,
  time: new Date().toISOString(),
  source,
  found: "NONE",
  ...changes,
});

/** A stop of the encryption just now, by the key of a user. */
export const causeBy = (userName: string, accessKeyId: string): Cause => ({
  eventID: `event-of-${userName}`,
  service: "kinesis",
  name: "StopStreamEncryption",
  time: new Date().toISOString(),
  actor: {
    name: userArn(userName),
    arn: userArn(userName),
    account,
    credential: { kind: "user-key", userName, accessKeyId },
  },
  blamed: true,
});
export const userArn = (userName: string) => `arn:aws:iam::${account}:user/${userName}`;

/** Puts an incident of its own with these steps on record, and a finding that each of them answers. */
export const onRecord = async (
  stage: Stage,
  incident: string,
  steps: readonly PlannedStep[] = [],
  changes: Partial<Finding> = {},
): Promise<void> => {
  const found: Found = { findings: [findingFor(incident, changes)], steps, advice: [] };
  await fileSighting(stage.ledger, { source: incident, found }, incident);
};

/** A user whose key is to be taken out of use, with the incident that says so on record. */
export const suspect = async (
  stage: Stage,
  userName: string,
  /** What else is so of the finding, and of the call that led to it. */
  { cause, ...finding }: Omit<Partial<Finding>, "cause"> & { readonly cause?: Partial<Cause> } = {},
): Promise<Suspect> => {
  const { lab } = stage;
  const { accessKeyId } = await lab.user(userName);
  const params = { userName, accessKeyId, userArn: userArn(userName) };
  const incident = `incident-of-${userName}`;
  const step: PlannedStep = {
    id: `deactivate-${userName}`,
    action: deactivateAccessKey.id,
    params,
    detection: "stream-encryption-stopped",
    resource: { type: "AWS::Kinesis::Stream", id: orders },
    source: incident,
  };
  await onRecord(stage, incident, [step], { cause: { ...causeBy(userName, accessKeyId), ...cause }, ...finding });
  const { iam } = lab.as(lab.root);
  return {
    userName,
    accessKeyId,
    step,
    order: { kind: "step", incident, step: step.id },
    undoOrder: { kind: "undo", incident, step: step.id },
    key: { incident, step: step.id },
    orderUndo: async (whileFrozen = false) => {
      const at = stage.ledger.now().toISOString();
      await orderUndo(stage.ledger, { incident, step: step.id }, { by: operator, at, whileFrozen });
    },
    status: async () => {
      const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
      return keys.find((key) => key.AccessKeyId === accessKeyId)?.Status;
    },
    written: () =>
      lab.door.trail
        .records()
        .filter(({ eventName, errorCode }) => eventName === "UpdateAccessKey" && errorCode === undefined)
        .map(({ requestParameters }) => requestParameters ?? {})
        .filter((said) => said["accessKeyId"] === accessKeyId)
        .map(({ status }) => (typeof status === "string" ? status : "none")),
    set: async (Status) => {
      await iam.send(new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId, Status }));
    },
  };
};
