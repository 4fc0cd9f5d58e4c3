import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  isEncryptedAsDeclared,
  keyStatus,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  stopEncryptionAs,
  streamKey,
} from "../attacks/scene.ts";
import { heardBy } from "../drill/heard.ts";
import { envelope, record } from "../shared/records.ts";
import { allDone, type Ground, openGround, until } from "./ground.ts";

/** Events that come twice, in another order, beside nonsense, or ten thousand at once. */
let ground: Ground;
let sqs: SQSClient;
const delays = [[0, 400], 900, [300, 300, 1_200], 0, 600];
beforeAll(async () => {
  ground = await openGround({ door: { updatingMs: 200, deliveryDelayMs: delays } });
  const { endpoint, region, operator } = ground.lab;
  sqs = new SQSClient({ endpoint, region, credentials: operator });
});
afterEach(() => ground.tidy());
afterAll(() => ground?.lab.stop());

const events = () => `${ground.lab.endpoint}/${ground.lab.account}/${ground.lab.deployed.name}-events`;
const send = async (bodies: readonly string[]) => {
  const batches = Array.from({ length: Math.ceil(bodies.length / 10) }, (_, at) => bodies.slice(at * 10, at * 10 + 10));
  // Four at a time: SQS takes them in any order.
  for (let at = 0; at < batches.length; at += 4)
    await Promise.all(
      batches.slice(at, at + 4).map((batch, place) =>
        sqs.send(
          new SendMessageBatchCommand({
            QueueUrl: events(),
            Entries: batch.map((MessageBody, index) => ({ Id: `m-${place}-${index}`, MessageBody })),
          }),
        ),
      ),
    );
};
const event = (eventID: string, streamName: string) =>
  JSON.stringify(
    envelope(record({ eventID, eventName: "AddTagsToStream", requestParameters: { streamName }, resources: [] })),
  );

test("events that come several times and in another order are answered once", async () => {
  for (const name of ["first", "second", "third"]) {
    const leaked = await ground.strike(name);
    const { mails, ...aftermath } = await ground.aftermath(leaked);
    expect(aftermath).toEqual(allDone);
    expect(mails.length).toBe(1);
    await streamKey(ground.scene);
  }
});

test("nonsense in the same batch is set aside and told, and what is beside it is handled", async () => {
  const { lab, scene } = ground;
  const told = lab.mailbox.messages().length;
  const leaked = await leakKeyOf(scene, "beside-nonsense");
  const release = lab.door.hold();
  await stopEncryptionAs(scene, leaked.credentials);
  await send(["<xml/>", event("beside-1", "clicks"), "{}", "\\u0000", event("beside-2", "nowhere"), "[]"]);
  release();
  await lab.idle();
  expect(await keyStatus(scene, leaked)).toBe("Inactive");
  const heard = heardBy(lab);
  expect([heard.get("beside-1"), heard.get("beside-2")]).toEqual([["nothing found"], ["nothing found"]]);
  const subjects = lab.mailbox
    .messages()
    .slice(told)
    .map(({ subject }) => subject ?? "");
  expect(subjects.filter((subject) => subject.includes("could not be read")).length).toBe(4);
  expect(subjects.filter((subject) => subject.includes("contained and restored")).length).toBe(1);
  await removeUser(scene, leaked);
});

/** Hands batches to the deployed function as Lambda does for a queue, as many at once as it may run. */
const handOver = async (bodies: readonly string[]): Promise<readonly string[]> => {
  const batches = Array.from({ length: Math.ceil(bodies.length / 10) }, (_, at) => bodies.slice(at * 10, at * 10 + 10));
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      const Records = batch.map((body) => ({
        messageId: randomUUID(),
        receiptHandle: "none",
        body,
        attributes: { ApproximateReceiveCount: "1" },
      }));
      for (;;) {
        const { payload } = await ground.lab.functions.invoke("detect", { Records }).catch((error: Error) => {
          if (error.name === "TooManyRequestsException") return { payload: undefined };
          throw error;
        });
        if (payload === undefined) {
          await sleep(20);
          continue;
        }
        const { batchItemFailures } = JSON.parse(payload) as { readonly batchItemFailures: readonly unknown[] };
        failed.push(...batchItemFailures.map((item) => JSON.stringify(item)));
        break;
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return failed;
};

// The local SQS takes no more than some dozens of messages in a second: the batches are handed to the function itself.
test("ten thousand events at once are all heard, each once, and the three attacks among them are answered", async () => {
  const { lab, scene } = ground;
  const burst = Array.from({ length: 10_000 }, (_, index) =>
    event(`burst-${index}`, index % 7 === 0 ? "clicks" : `someone-elses-${index % 50}`),
  );
  const leaked: LeakedKey[] = [];
  for (const name of ["in-the-burst-1", "in-the-burst-2", "in-the-burst-3"]) leaked.push(await leakKeyOf(scene, name));
  const handing = handOver(burst);
  for (const { credentials } of leaked) {
    await until(async () => (await isEncryptedAsDeclared(scene)) === true, 60_000);
    await stopEncryptionAs(scene, credentials);
  }
  expect(await handing).toEqual([]);
  await lab.idle(200_000);
  const heard = heardBy(lab);
  const lost = burst.filter((_, index) => heard.get(`burst-${index}`)?.length !== 1);
  expect(lost.length).toBe(0);
  for (const one of leaked) expect(await keyStatus(scene, one)).toBe("Inactive");
  expect(await streamKey(scene)).not.toBe("NONE");
  for (const one of leaked) await removeUser(scene, one);
}, 400_000);
