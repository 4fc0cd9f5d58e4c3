import { StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { putAccepted } from "../../shared/ledger/accepted.ts";
import { hear } from "../../shared/response/hear.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import { operator } from "./orders.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
});
afterAll(() => stage?.close());
afterEach(async () => {
  stage.lab.door.faults.clear();
  for (const { pk, sk } of await stage.rows(`accepted#${scene.streams.orders}`))
    await stage.remove(String(pk), String(sk));
  await scene.tidy();
});

const accept = (found: string, detection: string, stream = scene.streams.orders) =>
  putAccepted(stage.ledger, stream, { detection, found, by: operator, at: new Date().toISOString(), reason: "agreed" });

/** Encrypts `orders` with another key; its ARN, and the record of the call. */
const encryptedOtherwise = async () => {
  const { kms, kinesis } = stage.lab.as(mallory);
  const { KeyMetadata: other } = await kms.send(new CreateKeyCommand({}));
  await scene.settled("orders");
  const key = { EncryptionType: "KMS", KeyId: other?.Arn } as const;
  await kinesis.send(new StartStreamEncryptionCommand({ StreamName: "orders", ...key }));
  await scene.settled("orders");
  return { key: other?.Arn ?? "", event: scene.newest("StartStreamEncryption") };
};

test("what was accepted is no finding, and whoever did it is left alone", async () => {
  const stopped = await scene.stop("orders", mallory);
  await accept("NONE", "stream-encryption-stopped");
  await scene.settled("orders");
  expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "nothing found" });
  for (const queue of ["identity", "resource"] as const) expect(await scene.orders(queue)).toEqual([]);
  // With what was accepted, nothing is wrong with the stream.
  const [kept] = await stage.rows(`state#${scene.streams.orders}`);
  expect(JSON.parse(String(kept?.["state"]))).not.toHaveProperty("key");
});

test("another value is a finding again, and so is what was accepted before once another was", async () => {
  const accepted = await encryptedOtherwise();
  await accept(accepted.key, "stream-encrypted-with-other-key");
  expect(await hear(scene.ears, messageOf(accepted.event))).toMatchObject({ became: "nothing found" });
  const another = await encryptedOtherwise();
  expect(await hear(scene.ears, messageOf(another.event))).toMatchObject({ became: "incident opened" });
  await accept(another.key, "stream-encrypted-with-other-key");
  await stage.forget();
  const back = { ...accepted.event, eventID: `${accepted.event.eventID}-again` };
  expect(await hear(scene.ears, messageOf(back))).toMatchObject({ became: "nothing found" });
  await accept("arn:aws:kms:us-east-1:123456789012:key/else", "stream-encrypted-with-other-key");
  const last = { ...another.event, eventID: `${another.event.eventID}-again` };
  expect(await hear(scene.ears, messageOf(last))).toMatchObject({ became: "incident opened" });
});

test("what was accepted of one detection or of one stream is not accepted of another", async () => {
  await accept("NONE", "stream-encrypted-with-other-key");
  await accept("NONE", "stream-encryption-stopped", scene.streams.payments);
  const stopped = await scene.stop("orders", mallory);
  expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "incident opened" });
  await stage.remove(`accepted#${scene.streams.payments}`, "stream-encryption-stopped");
});

test("when nobody can tell what was accepted, the event is looked at again later: nothing is done on a guess", async () => {
  await accept("NONE", "stream-encryption-stopped");
  const stopped = await scene.stop("orders", mallory);
  await scene.settled("orders");
  const error = { status: 400, code: "ValidationException", message: "not now" };
  stage.lab.door.faults.add({ service: "dynamodb", operation: "Query", error });
  await expect(hear(scene.ears, messageOf(stopped))).rejects.toThrow("not now");
  for (const queue of ["identity", "resource"] as const) expect(await scene.orders(queue)).toEqual([]);
  expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "nothing found" });
});
