import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import type { Finding, PlannedStep } from "../../shared/incident/finding.ts";
import type { Order } from "../../shared/incident/order.ts";
import { beginStep } from "../../shared/ledger/begin-step.ts";
import { noteDecision } from "../../shared/ledger/incident.ts";
import { orderUndo } from "../../shared/ledger/step-afterwards.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { lookAgain } from "../../shared/response/look-again.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { type Listening, openScene } from "./ears.ts";
import { causeBy, handsFor, onRecord, operator, orders, settingsOf } from "./orders.ts";
import type { Stage } from "./stage.ts";

/** `orders` with its encryption stopped, and a step on record that restores it. */
export interface Stopped {
  readonly order: Extract<Order, { kind: "step" }>;
  readonly key: { readonly incident: string; readonly step: string };
  readonly step: PlannedStep;
  readonly orderUndo: (whileFrozen?: boolean) => Promise<void>;
  readonly approve: () => Promise<void>;
  /** Somebody begins it, and dies before anything is written. */
  readonly beginAndDie: () => Promise<void>;
  readonly look: (hands: Hands<Permission>, look?: number) => ReturnType<typeof lookAgain>;
}

export interface Restoring {
  readonly stage: Stage;
  readonly scene: Listening;
  readonly mallory: KeyPair;
  /** What lockkeeper.yml says of `orders` besides its key; of all else. */
  readonly hands: (said?: object, ofStream?: object) => Hands<Permission>;
  /** Stops the encryption and puts the step on record. */
  readonly stopped: (changes?: Partial<Finding>) => Promise<Stopped>;
  /** The same, with the step carried out. */
  readonly restored: (hands: Hands<Permission>, changes?: Partial<Finding>) => Promise<Stopped>;
  /** Stops the encryption again, as mallory, and waits until it is so. */
  readonly stopAgain: () => Promise<void>;
  /** The key that the stream is encrypted with: the ARN or name that it shows, `none` if with none. */
  readonly encryption: () => Promise<string>;
  /** The calls that changed the encryption, by our role, since the last look at them: `StartStreamEncryption KEY`. */
  readonly written: () => readonly string[];
  /** Orders that stand in the hands' own queue now. */
  readonly ordered: () => Promise<readonly Order[]>;
  /** Leaves everything as it was at first, but for the incidents on record. */
  readonly tidy: () => Promise<void>;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "of none");

let made = 0;
const actions = [restoreStreamEncryption];

export const openRestoring = async (): Promise<Restoring> => {
  const { stage, scene, mallory } = await openScene();
  const { lab, ledger, passTime } = stage;
  let seen = lab.door.trail.records().length;
  const ordered = () => scene.orders("own");
  const written = (): readonly string[] => {
    const records = lab.door.trail.records();
    const since = records.slice(seen);
    seen = records.length;
    return since
      .filter(({ eventName, errorCode }) => /^(Start|Stop)StreamEncryption$/.test(eventName) && !errorCode)
      .filter(({ userIdentity }) => JSON.stringify(userIdentity).includes("assumed-role/responder"))
      .map(({ eventName, requestParameters }) => `${eventName} ${textOf(requestParameters?.["keyId"])}`);
  };
  const stopAgain = async () => {
    await scene.stop("orders", mallory);
    await scene.settled("orders");
  };
  const hands: Restoring["hands"] = (said = {}, ofStream = {}) => {
    const streams = [{ name: "orders", encryption: { key: scene.key }, producers: [], ...ofStream }];
    return handsFor(stage, actions, { settings: settingsOf({ streams, ...said }) });
  };
  const stopped: Restoring["stopped"] = async (changes = {}) => {
    await stopAgain();
    const incident = `stopped-${++made}`;
    const key = { arn: scene.key, account: "123456789012", name: scene.key };
    const step: PlannedStep = {
      id: `restore-${made}`,
      action: restoreStreamEncryption.id,
      params: { stream: orders, key },
      detection: "stream-encryption-stopped",
      resource: { type: "AWS::Kinesis::Stream", id: orders },
      source: incident,
    };
    await onRecord(stage, incident, [step], { cause: causeBy("mallory", mallory.accessKeyId), ...changes });
    const named = { incident, step: step.id };
    const at = () => {
      passTime(5);
      return ledger.now().toISOString();
    };
    return {
      order: { kind: "step", ...named },
      key: named,
      step,
      orderUndo: async (whileFrozen = false) => {
        await orderUndo(ledger, named, { by: operator, at: at(), whileFrozen });
        passTime(5);
      },
      approve: async () => {
        await noteDecision(ledger, incident, { kind: "approved", by: operator, at: at(), step: step.id });
        passTime(5);
      },
      beginAndDie: async () => {
        const { action, detection, resource, source } = step;
        const change = { resource: orders, before: { key: null }, after: { key } };
        await beginStep(ledger, named, { action, answers: { detection, resource, source }, change, lease: 1 });
      },
      look: (by, look = 1) => lookAgain(by, { kind: "recheck", ...named, look }),
    };
  };
  return {
    stage,
    scene,
    mallory,
    hands,
    stopped,
    restored: async (by, changes) => {
      const one = await stopped(changes);
      const outcome = await carryOut(by, one.order, false);
      if (outcome.type !== "verified") throw new Error(`the stream was not restored: ${JSON.stringify(outcome)}`);
      return one;
    },
    stopAgain,
    encryption: async () => {
      const call = new DescribeStreamSummaryCommand({ StreamName: "orders" });
      const { StreamDescriptionSummary: is } = await lab.as(lab.root).kinesis.send(call);
      return is?.KeyId ?? "none";
    },
    written,
    ordered,
    tidy: async () => {
      lab.door.faults.clear();
      await scene.tidy();
      await ordered();
      written();
    },
  };
};
