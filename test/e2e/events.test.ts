import {
  DescribeStreamSummaryCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  keyStatus,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  type Scene,
  streamKey,
} from "../attacks/scene.ts";
import type { LedgerView } from "../drill/ledger.ts";
import { ledgerOf, sceneOf } from "../drill/run.ts";
import { type Lab, startLab } from "../lab/index.ts";
import { heardBy } from "./heard.ts";
import { outcomesOf } from "./outcomes.ts";

let lab: Lab;
let scene: Scene;
let ledger: LedgerView;
let sqs: SQSClient;
let known: Set<string>;
beforeAll(async () => {
  lab = await startLab({ door: { updatingMs: 200 } });
  scene = sceneOf(lab);
  ledger = ledgerOf(lab);
  sqs = new SQSClient({ endpoint: lab.endpoint, region: lab.region, credentials: lab.operator });
});
afterAll(() => lab?.stop());
beforeEach(async () => {
  known = new Set((await ledger.incidentsExcept(new Set())).map(({ id }) => id));
});

const newIncidents = () => ledger.incidentsExcept(known);
const queueUrl = (name: string) => `${lab.endpoint}/${lab.account}/${lab.deployed.name}-${name}`;
const stop = (user: LeakedKey, StreamName = scene.stream.name) =>
  kinesisOf(scene, user.credentials).send(
    new StopStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: "alias/orders" }),
  );

/** Lets a fresh leaked key strike, and takes everything away again afterwards. */
const withLeakedKey = async (userName: string, strike: (user: LeakedKey) => Promise<void>) => {
  const user = await leakKeyOf(scene, userName);
  try {
    await strike(user);
  } finally {
    await encryptAsDeclared(scene);
    await removeUser(scene, user);
    await lab.idle();
  }
};

test("a denied call drifts nothing and blames nobody", async () => {
  const { IAMClient, CreateAccessKeyCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteUserCommand } =
    await import("@aws-sdk/client-iam");
  const iam = new IAMClient({ endpoint: lab.endpoint, region: lab.region, credentials: lab.operator });
  await iam.send(new CreateUserCommand({ UserName: "nobody" }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: "nobody" }));
  const credentials = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  const nobody = { userName: "nobody", credentials };
  await expect(stop(nobody)).rejects.toMatchObject({ name: "AccessDeniedException" });
  await lab.idle();
  const denied = lab.trail
    .records()
    .find(({ errorCode, eventName }) => eventName === "StopStreamEncryption" && errorCode === "AccessDenied");
  expect(heardBy(lab).get(denied?.eventID ?? "")).toEqual(["nothing found"]);
  expect(await newIncidents()).toEqual([]);
  expect(await keyStatus(scene, nobody)).toBe("Active");
  await iam.send(new DeleteAccessKeyCommand({ UserName: "nobody", AccessKeyId: credentials.accessKeyId }));
  await iam.send(new DeleteUserCommand({ UserName: "nobody" }));
});

test("a stream that is not protected is nobody's business here", async () => {
  await withLeakedKey("clicker", async (user) => {
    await stop(user, "clicks");
    await lab.idle();
    expect(await newIncidents()).toEqual([]);
    expect(await keyStatus(scene, user)).toBe("Active");
  });
});

test("the stream's own key under another of its names is no drift", async () => {
  const arn = lab.keys["alias/orders"] ?? "";
  const names = ["alias/orders", arn.split("/")[1], `arn:aws:kms:${scene.region}:${scene.account}:alias/orders`, arn];
  for (const KeyId of names) {
    await streamKey(scene);
    await kinesisOf(scene).send(
      new StartStreamEncryptionCommand({ StreamARN: scene.stream.arn, EncryptionType: "KMS", KeyId }),
    );
    await lab.idle();
  }
  expect(await newIncidents()).toEqual([]);
});

test("the same event delivered three times changes nothing and tells nothing more", async () => {
  await withLeakedKey("twice", async (user) => {
    await stop(user);
    await lab.idle();
    const [incident] = await newIncidents();
    const [messages, records] = [lab.mailbox.messages().length, lab.trail.records().length];
    await lab.door.redeliver(incident?.id ?? "");
    await lab.door.redeliver(incident?.id ?? "");
    await lab.idle();
    expect(heardBy(lab).get(incident?.id ?? "")).toEqual(["incident opened", "nothing found", "nothing found"]);
    expect(await newIncidents()).toEqual([incident]);
    expect(lab.mailbox.messages().length).toBe(messages);
    const writes = lab.trail
      .records()
      .slice(records)
      .filter(({ readOnly, managementEvent }) => managementEvent && !readOnly);
    expect(writes).toEqual([]);
  });
});

test("the same event delivered twice at once is answered once", async () => {
  await withLeakedKey("at-once", async (user) => {
    const release = lab.door.hold();
    await stop(user);
    const { eventID } = await lab.trail.waitFor(
      ({ eventName, userIdentity }) => eventName === "StopStreamEncryption" && userIdentity["userName"] === "at-once",
    );
    const again = lab.door.redeliver(eventID);
    release();
    await again;
    await lab.idle();
    const incidents = await newIncidents();
    expect(incidents.map(({ id }) => id)).toEqual([eventID]);
    expect(lab.mailbox.messages().filter(({ body }) => body.includes(eventID)).length).toBe(1);
    expect(await isEncryptedAsDeclared(scene)).toBe(true);
  });
});

describe("a message of a foreign form", () => {
  test.each([
    ["text that is not JSON", "<xml/>"],
    ["JSON of something else", JSON.stringify({ "detail-type": "Scheduled Event", source: "aws.events" })],
    [
      "a record without an id",
      JSON.stringify({
        "detail-type": "AWS API Call via CloudTrail",
        source: "aws.kinesis",
        account: "1",
        region: "r",
        detail: { eventName: "X" },
      }),
    ],
  ])("%s is dead-lettered as it is, and told without its content", async (_, MessageBody) => {
    const told = lab.mailbox.messages().length;
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl("events"), MessageBody }));
    await lab.idle();
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl("events-dead-letters"),
        MessageAttributeNames: ["All"],
        WaitTimeSeconds: 1,
      }),
    );
    expect(Messages.map(({ Body }) => Body)).toEqual([MessageBody]);
    expect(Messages[0]?.MessageAttributes?.["problem"]?.StringValue).toMatch(/expected|not JSON/);
    await sqs.send(
      new DeleteMessageCommand({
        QueueUrl: queueUrl("events-dead-letters"),
        ReceiptHandle: Messages[0]?.ReceiptHandle,
      }),
    );
    const messages = lab.mailbox.messages().slice(told);
    expect(messages.length).toBe(1);
    expect(messages[0]?.subject).toContain("could not be read");
    expect(messages[0]?.body).not.toContain(MessageBody);
  });

  test("an order that cannot be read is dead-lettered and told, too", async () => {
    const told = lab.mailbox.messages().length;
    const order = JSON.stringify({
      kind: "step",
      incident: "x",
      step: { id: "s", action: "delete-everything", params: {}, detection: "d", resource: { type: "t", id: "arn:x" } },
    });
    for (const queue of ["identity-findings", "resource-findings"]) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(queue), MessageBody: order }));
      await lab.idle();
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl(`${queue}-dead-letters`), WaitTimeSeconds: 1 }),
      );
      expect(Messages.map(({ Body }) => Body)).toEqual([order]);
    }
    expect(lab.mailbox.messages().length).toBe(told + 2);
  });
});

test("functions killed at their work: the steps are taken up again and end as done, told once", async () => {
  await withLeakedKey("crash", async (user) => {
    const told = lab.mailbox.messages().length;
    // Between begin and apply: the ledger was read, the keys were listed, the intention was written down.
    lab.functions.crashNext("contain", { afterCall: 3 });
    // After apply, before end.
    lab.functions.crashNext("restore", { afterCall: "StartStreamEncryption" });
    await stop(user);
    await expect.poll(async () => (await newIncidents())[0]?.records.size, { timeout: 10_000 }).toBe(2);
    await expect.poll(() => isEncryptedAsDeclared(scene)).toBe(true);
    expect(await keyStatus(scene, user)).toBe("Active");
    // Each message is hidden until its visibility time-out is over, and whoever died then holds no lease any more.
    await lab.idle(200_000);
    const [incident] = await newIncidents();
    const outcomes = outcomesOf([incident]);
    expect(outcomes).toEqual(["deactivate-access-key: verified", "restore-stream-encryption: verified"]);
    expect(await keyStatus(scene, user)).toBe("Inactive");
    expect(lab.mailbox.messages().length).toBe(told + 1);
  });
}, 300_000);

test("the attacker is really out: the key that was deactivated is refused", async () => {
  await withLeakedKey("out", async (user) => {
    await stop(user);
    await lab.idle();
    await expect(
      kinesisOf(scene, user.credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name })),
    ).rejects.toMatchObject({ name: "UnrecognizedClientException" });
  });
});
