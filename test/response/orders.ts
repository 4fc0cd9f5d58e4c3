import { ListAccessKeysCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { checkSettings, type Settings } from "../../shared/baseline/settings.ts";
import { detections } from "../../shared/detections/index.ts";
import type { PlannedStep } from "../../shared/incident/finding.ts";
import type { Order } from "../../shared/incident/order.ts";
import { type Found, openIncident } from "../../shared/ledger/incident.ts";
import { resources } from "../../shared/resources/index.ts";
import { guardrails } from "../../shared/response/guardrails/index.ts";
import type { AnyAction, Hands } from "../../shared/response/hands.ts";
import { account } from "../lab/door/example-lab.ts";
import { home, type Stage } from "./stage.ts";

export const orders = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;

/** What lockkeeper.yml would say. */
export const settingsOf = (said: object): Settings =>
  checkSettings({ mode: "enforce", streams: [{ name: "orders" }], ...said }, "lockkeeper.yml", detectionIds);
const detectionIds = detections.map(({ id }) => id);

/** The hands of a function that may carry out these actions, all of them enforced. */
export const handsFor = (
  { connect, ledger }: Stage,
  // biome-ignore lint/suspicious/noExplicitAny: actions of every kind.
  actions: readonly AnyAction<any>[],
  changes: Partial<Hands<Permission>> = {},
): Hands<Permission> => ({
  actions,
  resources,
  guardrails,
  settings: settingsOf({}),
  home,
  connect,
  ledger,
  ...changes,
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
  /** Active or Inactive. */
  readonly status: () => Promise<string | undefined>;
  /** What was written to the key, in the order of the trail: the status that each call asked for. */
  readonly written: () => readonly string[];
  /** Sets the key's status as somebody else. */
  readonly set: (status: "Active" | "Inactive") => Promise<void>;
}

const foundWith = (steps: readonly PlannedStep[]): Found => ({
  findings: [
    {
      detection: "stream-encryption-stopped",
      title: "Encryption of the stream was stopped",
      severity: "High",
      attack: ["T1562.001"],
      controls: ["Kinesis.1"],
      evidence: "The stream is not encrypted; it should be, with alias/orders.",
      resource: { type: "AWS::Kinesis::Stream", id: orders },
      ...home,
      time: "2026-09-19T11:32:00.000Z",
    },
  ],
  steps,
  advice: [],
});

/** Puts an incident with these steps on record. */
export const onRecord = (stage: Stage, incident: string, ...steps: readonly PlannedStep[]): Promise<boolean> =>
  openIncident(stage.ledger, incident, foundWith(steps));

/** A user whose key is to be taken out of use, with the incident that says so on record. */
export const suspect = async (stage: Stage, userName: string): Promise<Suspect> => {
  const { lab } = stage;
  const { accessKeyId } = await lab.user(userName);
  const params = { userName, accessKeyId, userArn: `arn:aws:iam::${account}:user/${userName}` };
  const incident = `incident-of-${userName}`;
  const step: PlannedStep = {
    id: `deactivate-${userName}`,
    action: deactivateAccessKey.id,
    params,
    detection: "stream-encryption-stopped",
    resource: { type: "AWS::Kinesis::Stream", id: orders },
    replayed: false,
  };
  await onRecord(stage, incident, step);
  const { iam } = lab.as(lab.root);
  return {
    userName,
    accessKeyId,
    step,
    order: { kind: "step", incident, step: step.id },
    undoOrder: { kind: "undo", incident, step: step.id },
    key: { incident, step: step.id },
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
