import {
  DescribeStreamSummaryCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  encryptAsDeclared,
  iamOf,
  isEncryptedAsDeclared,
  keyStatus,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  type Scene,
  streamKey,
} from "../attacks/scene.ts";
import { heardBy } from "../drill/heard.ts";
import type { LedgerView } from "../drill/ledger.ts";
import { ledgerOf, sceneOf } from "../drill/run.ts";
import { type Lab, startLab } from "../lab/index.ts";

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
  // Each test is to be seen by itself.
  await ledger.anHourPasses();
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
    expect(heardBy(lab).get(incident?.id ?? "")).toEqual(["incident opened", "known already", "known already"]);
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
        QueueUrl: queueUrl("unreadable"),
        MessageAttributeNames: ["All"],
        WaitTimeSeconds: 1,
      }),
    );
    expect(Messages.map(({ Body }) => Body)).toEqual([MessageBody]);
    expect(Messages[0]?.MessageAttributes?.["problem"]?.StringValue).toMatch(/expected|not JSON/);
    await sqs.send(
      new DeleteMessageCommand({
        QueueUrl: queueUrl("unreadable"),
        ReceiptHandle: Messages[0]?.ReceiptHandle,
      }),
    );
    const messages = lab.mailbox.messages().slice(told);
    expect(messages.length).toBe(1);
    expect(messages[0]?.subject).toContain("could not be read");
    expect(messages[0]?.body).not.toContain(MessageBody);
  });

  test("an order for what the ledger does not know is set aside and told, and nothing is done", async () => {
    const told = lab.mailbox.messages().length;
    const records = lab.trail.records().length;
    const orders = [
      { kind: "step", incident: "made-up", step: "deactivate-access-key-0123456789ab" },
      { kind: "undo", incident: "made-up", step: "restore-stream-encryption-0123456789ab" },
      { kind: "step", action: "delete-everything" },
    ].map((order) => JSON.stringify(order));
    for (const MessageBody of orders) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl("identity-findings"), MessageBody }));
      await lab.idle();
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl("unreadable"), WaitTimeSeconds: 1 }),
      );
      expect(Messages.map(({ Body }) => Body)).toEqual([MessageBody]);
      await sqs.send(
        new DeleteMessageCommand({ QueueUrl: queueUrl("unreadable"), ReceiptHandle: Messages[0]?.ReceiptHandle }),
      );
    }
    expect(lab.mailbox.messages().length).toBe(told + orders.length);
    const writes = lab.trail
      .records()
      .slice(records)
      .filter(({ readOnly, managementEvent }) => managementEvent && !readOnly);
    expect(writes).toEqual([]);
  });

  test("nobody but detect and the operators may write to the queues, whatever rights they have", async () => {
    const { PutUserPolicyCommand } = await import("@aws-sdk/client-iam");
    await withLeakedKey("queue-writer", async (user) => {
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "*", Resource: "*" },
      });
      await iamOf(scene).send(
        new PutUserPolicyCommand({ UserName: user.userName, PolicyName: "streams", PolicyDocument }),
      );
      const theirs = new SQSClient({ endpoint: lab.endpoint, region: lab.region, credentials: user.credentials });
      for (const queue of ["events", "identity-findings", "resource-findings", "tell-by", "unreadable"]) {
        const send = theirs.send(new SendMessageCommand({ QueueUrl: queueUrl(queue), MessageBody: "{}" }));
        await expect(send).rejects.toMatchObject({ name: expect.stringMatching(/AccessDenied/) });
      }
    });
  });
});

test("an alarm of the stack rings by its logical id", async () => {
  await lab.ring("UndeliveredNoticesAlarm", "by hand");
  await lab.idle();
  expect(await newIncidents()).toEqual([]);
  await expect(lab.ring("NoAlarm")).rejects.toThrow("no alarm NoAlarm");
});

test("the attacker is really out: the key that was deactivated is refused", async () => {
  await withLeakedKey("out", async (user) => {
    await stop(user);
    await lab.idle();
    await expect(
      kinesisOf(scene, user.credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name })),
    ).rejects.toMatchObject({ name: "UnrecognizedClientException" });
  });
});

describe("what AWS itself says on the bus", () => {
  const healthSays = (accessKeyId: string) =>
    lab.announce({
      source: "aws.health",
      detailType: "AWS Health Event",
      detail: {
        eventArn: `arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/${accessKeyId}`,
        service: "RISK",
        eventTypeCode: "AWS_RISK_CREDENTIALS_EXPOSED",
        eventTypeCategory: "issue",
        affectedEntities: [{ entityValue: accessKeyId }],
      },
    });

  test("a key that AWS Health has found in public is taken out of use, and its user denied everything; the same event again changes nothing", async () => {
    const user = await leakKeyOf(scene, "deploy-public");
    await healthSays(user.credentials.accessKeyId);
    await lab.idle();
    expect(await keyStatus(scene, user)).toBe("Inactive");
    await healthSays(user.credentials.accessKeyId);
    await lab.idle();
    const incidents = await newIncidents();
    expect(incidents.flatMap(({ findings }) => findings.map(({ detection }) => detection))).toEqual([
      "access-key-exposed",
    ]);
    expect([...(incidents[0]?.records.values() ?? [])].map(({ action, outcome }) => [action, outcome?.type])).toEqual(
      expect.arrayContaining([
        ["deactivate-access-key", "verified"],
        ["deny-user", "verified"],
      ]),
    );
    await removeUser(scene, user);
  });

  test.each(["AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail"])(
    "a sign-in without MFA, in an event of the type %s",
    async (detailType) => {
      const [, name] = /Console (.*) via/.exec(detailType) ?? [];
      const userName = `person-${name?.replaceAll(" ", "-").toLowerCase()}`;
      const record = lab.trail.records().findLast(({ eventName }) => eventName === "CreateUser");
      await lab.announce({
        source: "aws.signin",
        detailType,
        detail: {
          ...record,
          eventID: `sign-in-${userName}`,
          eventSource: "signin.amazonaws.com",
          eventName: "ConsoleLogin",
          eventType: "AwsConsoleSignIn",
          requestParameters: null,
          responseElements: { ConsoleLogin: "Success" },
          additionalEventData: { MFAUsed: "No", MobileVersion: "No" },
          userIdentity: {
            type: "IAMUser",
            principalId: "AIDAEXAMPLE",
            accountId: lab.account,
            arn: `arn:aws:iam::${lab.account}:user/${userName}`,
            userName,
          },
        },
      });
      await lab.idle();
      const [incident] = await newIncidents();
      expect(incident?.findings.map(({ detection }) => detection)).toEqual(["console-login-without-mfa"]);
      expect(incident?.steps).toEqual([]);
    },
  );
});
