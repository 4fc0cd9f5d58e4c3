import { join } from "node:path";
import { CreateTableCommand, DeleteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { account } from "../../lab/door/example-lab.ts";
import type { Ground, Job } from "./ground.ts";
import type { Responder } from "./measure.ts";
import { type SpokenTo, speakTo } from "./spoken-to.ts";

const child = join(import.meta.dirname, "child.cjs");
const queueNames = { identity: "identity", resource: "resource", tellBy: "tell-by", unreadable: "unreadable" };

interface Said {
  readonly cpuMs: number;
  /** Each call to AWS, and its processor's time until then. */
  readonly calls: readonly { readonly service: string; readonly target: string; readonly cpuMs: number }[];
}

/** Until the order is sent; what is done afterwards keeps nothing waiting. */
const untilOrdered = ({ calls, cpuMs }: Said): number => calls.find(({ service }) => service === "sqs")?.cpuMs ?? cpuMs;

/** Until the call that contains. IAM's are all alike from outside: the first reads, the second writes. */
const untilDone = ({ calls, cpuMs }: Said, job: Job): number => {
  const made =
    job === "key"
      ? calls.filter(({ service }) => service === "iam")[1]
      : calls.find(({ target }) => target.endsWith(".StartStreamEncryption"));
  return made?.cpuMs ?? cpuMs;
};

/** Lockkeeper's own bundles, each in a process of its own as Lambda would run them, with real queues and a real table between them. */
export const lockkeeper = async (ground: Ground, root: string): Promise<Responder> => {
  const { lab } = ground;
  const { dynamodb, sqs } = lab.as(lab.root);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "ledger",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const urls = Object.fromEntries(
    await Promise.all(
      Object.entries(queueNames).map(
        async ([name, QueueName]) =>
          [name, (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? ""] as const,
      ),
    ),
  );
  let running = new Map<string, SpokenTo>();
  let variables: Readonly<Record<string, string>> = {};

  const startOne = async (name: string): Promise<SpokenTo> => {
    const env = { ...variables, QUEUE: urls[name === "contain" ? "identity" : "resource"] ?? "" };
    const started = await speakTo(process.execPath, [child, join(root, "dist", name, "index.cjs")], { env });
    running.set(name, started);
    return started;
  };
  /** One that nothing has come to yet is started when something does, as Lambda does it. */
  const invoke = async (name: string, body: string): Promise<Said> => {
    const target = running.get(name) ?? (await startOne(name));
    const attributes = { ApproximateReceiveCount: "1" };
    const Records = [{ messageId: "1", receiptHandle: "1", body, attributes, messageAttributes: {} }];
    return (await target.say({ Records })) as Said;
  };
  const received = async (QueueUrl: string, WaitTimeSeconds = 0): Promise<readonly Message[]> =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds }))).Messages ?? [];
  /**
   * What is left in a queue is thrown away. What else was ordered, such as to evict whoever did it, is not carried out: they are
   * needed again; nor are the looks that come after a run.
   */
  const drain = async (QueueUrl: string): Promise<void> => {
    for (let left = await received(QueueUrl); left.length > 0; left = await received(QueueUrl))
      for (const { ReceiptHandle } of left) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  };
  /** The first order to answer an event, as soon as it is in the queue: Lambda waits there all the time. */
  const take = async (QueueUrl: string, eventID: string): Promise<string> => {
    const isOrder = ({ Body = "" }: Message) => Body.includes('"kind":"step"') && Body.includes(eventID);
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      const order = (await received(QueueUrl, 10)).find(isOrder);
      if (order?.Body !== undefined) return order.Body;
    }
    throw new Error("nothing was ordered within a minute");
  };
  return {
    start: async () => {
      const { accessKeyId, secretAccessKey, sessionToken = "" } = ground.session;
      variables = {
        AWS_REGION: "us-east-1",
        AWS_ENDPOINT_URL: lab.door.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        ACCOUNT: account,
        LEDGER: "ledger",
        RECEIVES: "100",
        OWN_ROLES: `arn:aws:iam::${account}:role/somebody-else`,
        EVENTS_QUEUE: urls["unreadable"] ?? "",
        UNREADABLE_QUEUE: urls["unreadable"] ?? "",
        TELL_BY_QUEUE: urls["tellBy"] ?? "",
        IDENTITY_QUEUE: urls["identity"] ?? "",
        RESOURCE_QUEUE: urls["resource"] ?? "",
      };
      await startOne("detect");
    },
    answer: async (record, job) => {
      const event = {
        source: `aws.${record.eventSource.split(".")[0]}`,
        "detail-type": "AWS API Call via CloudTrail",
        account,
        region: "us-east-1",
        detail: record,
      };
      const ordered = take(urls[job === "key" ? "identity" : "resource"] ?? "", record.eventID);
      const detecting = invoke("detect", JSON.stringify(event));
      const order = await ordered;
      // Lambda runs each function on a machine of its own: what the first still does must not take the second's processor.
      running.get("detect")?.signal("SIGSTOP");
      const done = await invoke(job === "key" ? "contain" : "restore", order);
      running.get("detect")?.signal("SIGCONT");
      const detected = await detecting;
      return { cpuMs: untilOrdered(detected) + untilDone(done, job) };
    },
    forget: async () => {
      for (const url of Object.values(urls)) await drain(url);
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: "ledger" }));
      for (const { pk, sk } of Items)
        if (pk?.S !== undefined && sk !== undefined && /^(actor|resource|made)#/.test(pk.S))
          await dynamodb.send(new DeleteItemCommand({ TableName: "ledger", Key: { pk, sk } }));
    },
    stop: () => {
      for (const one of running.values()) one.signal("SIGKILL");
      running = new Map();
    },
  };
};
