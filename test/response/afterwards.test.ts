import { AddTagsToStreamCommand, StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { hear } from "../../shared/response/hear.ts";
import type { TrailRecord } from "../lab/cloudtrail/types.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { envelope } from "../shared/records.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import { keysTaken } from "./keys-taken.ts";
import { handsFor } from "./orders.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
let bob: KeyPair;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
  bob = await stage.lab.user("bob", { Effect: "Allow", Action: "kinesis:*", Resource: "*" });
});
afterAll(() => stage?.close());
afterEach(() => scene.tidy());

/** Bob tags the stream; the record of his call. */
const tagged = async (): Promise<TrailRecord> => {
  await scene.settled("orders");
  await stage.lab.as(bob).kinesis.send(new AddTagsToStreamCommand({ StreamName: "orders", Tags: { team: "bob" } }));
  return scene.newest("AddTagsToStream");
};

/** The event leads to a look, and the stream is put right because of it. */
const putRight = async (event: TrailRecord) => {
  expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "incident opened" });
  const [order] = await scene.orders("resource");
  if (order === undefined) throw new Error("no step was ordered");
  const settings = scene.ears.settings;
  expect(await carryOut(handsFor(stage, [restoreStreamEncryption], { settings }), order, false)).toEqual({
    type: "verified",
  });
  expect(await scene.orders("identity")).toEqual([]);
};

const keysOf = (incident: string) => keysTaken(stage, incident);

describe("whose doing it was is told by an event that comes after somebody else's, when all is put right", () => {
  test("who did it is contained all the same, in the same incident, and the stream is left alone", async () => {
    const stopped = await scene.stop("orders", mallory);
    const first = await tagged();
    await putRight(first);
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "joined an incident" });
    expect(await scene.orders("identity")).toHaveLength(1);
    expect(await scene.orders("resource")).toEqual([]);
    expect(await keysOf(first.eventID)).toEqual([mallory.accessKeyId]);
    const incident = await readIncident(stage.ledger, first.eventID);
    expect(incident?.findings).toMatchObject([
      { cause: { blamed: false, name: "AddTagsToStream" } },
      { cause: { blamed: true, name: "StopStreamEncryption" }, detection: "stream-encryption-stopped" },
    ]);
  });

  test("and comes again: they are contained once", async () => {
    const stopped = await scene.stop("orders", mallory);
    const first = await tagged();
    await putRight(first);
    await hear(scene.ears, messageOf(stopped));
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "known already" });
    expect(await keysOf(first.eventID)).toEqual([mallory.accessKeyId]);
  });

  test("and so is who did the same again after somebody who is known: one does not excuse the other", async () => {
    const first = await scene.stop("orders", mallory);
    await scene.settled("orders");
    const again = await scene.stop("orders", bob);
    expect(await hear(scene.ears, messageOf(first))).toMatchObject({ became: "incident opened" });
    await scene.encrypt("orders");
    expect(await hear(scene.ears, messageOf(again))).toMatchObject({ became: "joined an incident" });
    expect(await keysOf(first.eventID)).toEqual([mallory.accessKeyId, bob.accessKeyId]);
  });

  test("who set another key is known by that key", async () => {
    const { kms, kinesis } = stage.lab.as(mallory);
    const { KeyMetadata: other } = await kms.send(new CreateKeyCommand({}));
    const StreamName = "orders";
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: other?.Arn }));
    const started = scene.newest("StartStreamEncryption");
    const first = await tagged();
    await putRight(first);
    expect(await hear(scene.ears, messageOf(started))).toMatchObject({ became: "joined an incident" });
    expect(await keysOf(first.eventID)).toEqual([mallory.accessKeyId]);
  });
});

describe("a rehearsal, which may say anything of anybody, does not keep whoever did it from being known", () => {
  /** An event that AWS did not send, of a call that bob is said to have made. */
  const forged = (stopped: TrailRecord) => {
    const { userIdentity } = scene.newest("AddTagsToStream");
    const eventTime = new Date(Date.parse(stopped.eventTime) + 1_000).toISOString().replace(".000", "");
    const detail = { ...stopped, eventID: `${stopped.eventID}-forged`, userIdentity, eventTime };
    return { id: "forged", body: JSON.stringify(envelope(detail, { source: "evil.kinesis" })), lastTry: false };
  };

  test("though it comes before, and somebody puts the stream right by hand", async () => {
    await tagged();
    const stopped = await scene.stop("orders", mallory);
    await scene.settled("orders");
    const forgery = forged(stopped);
    expect(await hear(scene.ears, forgery)).toMatchObject({ became: "incident opened" });
    await scene.encrypt("orders");
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "joined an incident" });
    expect(await keysOf(`${stopped.eventID}-forged`)).toContain(mallory.accessKeyId);
  });

  test("though it tells of a later call, and comes first afterwards", async () => {
    await tagged();
    const stopped = await scene.stop("orders", mallory);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const first = await tagged();
    await putRight(first);
    expect(await hear(scene.ears, forged(stopped))).toMatchObject({ became: "joined an incident" });
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "joined an incident" });
    expect(await keysOf(first.eventID)).toContain(mallory.accessKeyId);
  });
});

describe("nobody innocent is contained afterwards", () => {
  test("not the bystander, whose event comes once more or who makes another call", async () => {
    await scene.stop("orders", mallory);
    const first = await tagged();
    await putRight(first);
    const second = await tagged();
    for (const event of [first, second]) await hear(scene.ears, messageOf(event));
    expect(await scene.orders("identity")).toEqual([]);
    expect(await keysOf(first.eventID)).toEqual([]);
  });

  test("not who starts encryption with the right key", async () => {
    await scene.stop("orders", mallory);
    await scene.encrypt("orders");
    const repair = scene.newest("StartStreamEncryption");
    await scene.stop("orders", mallory);
    const first = await tagged();
    await putRight(first);
    expect(await hear(scene.ears, messageOf(repair))).toMatchObject({ became: "nothing found" });
    expect(await scene.orders("identity")).toEqual([]);
  });

  test("not who made the same call after it was found", async () => {
    await scene.stop("orders", mallory);
    await putRight(await tagged());
    // CloudTrail's times are whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const later = await scene.stop("orders", bob);
    await scene.encrypt("orders");
    expect(await hear(scene.ears, messageOf(later))).toMatchObject({ became: "nothing found" });
    expect(await scene.orders("identity")).toEqual([]);
  });

  test("not who did so to another stream", async () => {
    const elsewhere = await scene.stop("payments", bob);
    await scene.encrypt("payments");
    await scene.stop("orders", mallory);
    await putRight(await tagged());
    expect(await hear(scene.ears, messageOf(elsewhere))).toMatchObject({ became: "nothing found" });
    expect(await scene.orders("identity")).toEqual([]);
  });

  test("not who tried and was refused", async () => {
    await scene.stop("orders", mallory);
    await putRight(await tagged());
    const stopped = scene.newest("StopStreamEncryption");
    const refused = { ...stopped, eventID: "refused", errorCode: "AccessDenied" };
    expect(await hear(scene.ears, messageOf(refused))).toMatchObject({ became: "nothing found" });
  });

  test("nor anybody once whose doing it was is known: an older call of the kind may have been put right since", async () => {
    const older = await scene.stop("orders", bob);
    await scene.encrypt("orders");
    // CloudTrail's times are whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const stopped = await scene.stop("orders", mallory);
    const first = await tagged();
    await putRight(first);
    await hear(scene.ears, messageOf(stopped));
    expect(await hear(scene.ears, messageOf(older))).toMatchObject({ became: "nothing found" });
    expect(await keysOf(first.eventID)).toEqual([mallory.accessKeyId]);
  });
});
