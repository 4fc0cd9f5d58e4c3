import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { identityActions } from "../../shared/actions/index.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { activities, alarms, drifts } from "../../shared/detections/index.ts";
import { type Order, readOrder } from "../../shared/incident/order.ts";
import type { Message } from "../../shared/queue/batch.ts";
import { streamId } from "../../shared/resources/kinesis/stream-id.ts";
import type { Ears } from "../../shared/response/ears.ts";
import type { TrailRecord } from "../lab/cloudtrail/types.ts";
import { account, type KeyPair } from "../lab/door/example-lab.ts";
import { envelope } from "../shared/records.ts";
import { settingsOf } from "./orders.ts";
import { home, openStage, type Stage } from "./stage.ts";

/** A message as it came out of a queue, and out of it for good. */
export interface Received {
  readonly body: string;
  readonly problem: string | undefined;
}

/** The ears of `detect` on a local AWS: two protected streams and one that is not, and the queues. */
export interface Listening {
  readonly ears: Ears<Permission>;
  /** The ARN of the key that `orders` and `payments` are to be encrypted with. */
  readonly key: string;
  readonly streams: { readonly orders: string; readonly payments: string; readonly clicks: string };
  /** Encrypts a stream with its own key, and waits until it is so. */
  readonly encrypt: (name: string, key?: string) => Promise<void>;
  /** Stops the encryption, as a caller; the record of the call. */
  readonly stop: (name: string, as: KeyPair) => Promise<TrailRecord>;
  readonly settled: (name: string) => Promise<void>;
  /** Leaves every stream as it should be, the queues empty, and no incident open. */
  readonly tidy: () => Promise<void>;
  /** The newest record of a call of this name. */
  readonly newest: (eventName: string) => TrailRecord;
  /** Takes everything out of a queue. */
  readonly take: (queue: "identity" | "resource" | "tell by" | "set aside" | "own") => Promise<readonly Received[]>;
  /** `own`: those that the hands have sent themselves. */
  readonly orders: (queue: "identity" | "resource" | "own") => Promise<readonly Order[]>;
  /** How many messages a queue holds that nobody can receive yet. */
  readonly delayed: (queue: "identity" | "resource" | "tell by" | "own") => Promise<number>;
}

let messages = 0;
/** A record on its way through the queue. */
export const messageOf = (record: unknown, lastTry = false): Message => ({
  id: `message-${++messages}`,
  body: JSON.stringify(envelope(record)),
  lastTry,
});

export const listen = async ({ lab, call, ledger, role, forget, orders: own }: Stage): Promise<Listening> => {
  const { kinesis, kms, sqs } = lab.as(lab.root);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const key = KeyMetadata?.Arn ?? "";
  const queue = async (QueueName: string) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
  const urls = {
    identity: await queue("identity"),
    resource: await queue("resource"),
    "tell by": await queue("tell-by"),
    "set aside": await queue("set-aside"),
    own: own.queue,
  };

  const settled = async (StreamName: string) => {
    for (;;) {
      const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      if (StreamDescriptionSummary?.StreamStatus === "ACTIVE") return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const encrypt = async (StreamName: string, KeyId = key) => {
    await settled(StreamName);
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId }));
    await settled(StreamName);
  };
  for (const StreamName of ["orders", "payments", "clicks"]) {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await encrypt(StreamName);
  }

  const tidy = async () => {
    for (const StreamName of ["orders", "payments", "clicks"]) {
      const { StreamDescriptionSummary: is } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      if (is?.KeyId !== key) await encrypt(StreamName);
    }
    // Made anew, since some messages are delayed. Nothing that is found from now on belongs to what was found before.
    for (const QueueUrl of Object.values(urls)) {
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      await queue(QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1));
    }
    await forget();
  };
  const newest = (eventName: string): TrailRecord => {
    const record = lab.door.trail.records().findLast((one) => one.eventName === eventName);
    if (record === undefined) throw new Error(`no ${eventName} is on the trail`);
    return record;
  };
  const take = async (name: keyof typeof urls): Promise<readonly Received[]> => {
    const taken: Received[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: urls[name],
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
          WaitTimeSeconds: 0,
        }),
      );
      if (Messages.length === 0) return taken;
      for (const { Body = "", MessageAttributes, ReceiptHandle } of Messages) {
        taken.push({ body: Body, problem: MessageAttributes?.["problem"]?.StringValue });
        await sqs.send(new DeleteMessageCommand({ QueueUrl: urls[name], ReceiptHandle }));
      }
    }
  };
  const protectedStream = (name: string) => ({ name, encryption: { key }, producers: [] });
  return {
    key,
    streams: {
      orders: streamId("orders", account, home.region),
      payments: streamId("payments", account, home.region),
      clicks: streamId("clicks", account, home.region),
    },
    encrypt,
    settled,
    tidy,
    newest,
    stop: async (StreamName, as) => {
      await settled(StreamName);
      await lab.as(as).kinesis.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: key }));
      return newest("StopStreamEncryption");
    },
    take,
    orders: async (name) => (await take(name)).map(({ body }) => readOrder(body)),
    delayed: async (name) => {
      const AttributeNames = ["ApproximateNumberOfMessagesDelayed" as const];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: urls[name], AttributeNames }));
      return Number(Attributes?.ApproximateNumberOfMessagesDelayed);
    },
    ears: {
      settings: settingsOf({ streams: ["orders", "payments", "gone"].map(protectedStream) }),
      home,
      drifts,
      // The scenes are set by the root user, whose doing is heard as its own.
      activities: activities.filter(({ id }) => id !== "root-used"),
      alarms,
      call,
      ask: call,
      now: ledger.now,
      ledger,
      send: call,
      queues: { identity: urls.identity, resource: urls.resource, tellBy: urls["tell by"] },
      aside: { send: call, ledger, from: "events", shelf: urls["set aside"] },
      identityActions: identityActions.map(({ id }) => id),
      ownRoles: [role],
    },
  };
};

/** A stage with queues and streams on it, and somebody who may do with streams and keys as she likes. */
export const openScene = async () => {
  const stage = await openStage();
  const scene = await listen(stage);
  const mallory = await stage.lab.user("mallory", { Effect: "Allow", Action: ["kinesis:*", "kms:*"], Resource: "*" });
  return { stage, scene, mallory };
};
