import { CreateAliasCommand, CreateKeyCommand, DeleteAliasCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import { fileSighting } from "../../shared/ledger/found.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { hear, NotYetKnown } from "../../shared/response/hear.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import { handsFor } from "./orders.ts";
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
  await scene.tidy();
});

/** The ids of the steps that are ordered, those that change identities first. */
const steps = async () =>
  [...(await scene.orders("identity")), ...(await scene.orders("resource"))].map(({ step }) => step);
const recorded = async (eventID: string) =>
  (await readIncident(stage.ledger, eventID))?.steps.map(({ id }) => id) ?? [];

describe("an event that comes again", () => {
  test("opens no second incident, and sends the same orders again", async () => {
    const stopped = await scene.stop("orders", mallory);
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "incident opened" });
    const [first, rows] = [await steps(), await stage.rows(`incident#${stopped.eventID}`)];
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "known already" });
    expect(await steps()).toEqual(first);
    expect(await stage.rows(`incident#${stopped.eventID}`)).toEqual(rows);
  });

  test("five times at once is one incident, and every order of it is in the queues", async () => {
    const stopped = await scene.stop("orders", mallory);
    const all = await Promise.all(Array.from({ length: 5 }, () => hear(scene.ears, messageOf(stopped))));
    expect(all.filter(({ became }) => became === "incident opened")).toHaveLength(1);
    expect([...new Set(await steps())]).toEqual(await recorded(stopped.eventID));
  });

  test("while it is being judged has the orders sent that are on record, since others would not be followed", async () => {
    const stopped = await scene.stop("orders", mallory);
    // The other delivery has come to another judgement, and was faster to put it on record.
    const other = { id: "restore-other", action: "restore-stream-encryption", params: {}, detection: "d" };
    const resource = { type: "AWS::Kinesis::Stream", id: scene.streams.orders };
    const decided = { findings: [], steps: [{ ...other, resource, source: stopped.eventID }], advice: [] };
    const ledger = {
      ...scene.ears.ledger,
      call: (async (permission, input) => {
        if (permission === "dynamodb:TransactWriteItems")
          await fileSighting(stage.ledger, { source: stopped.eventID, found: decided });
        return stage.ledger.call(permission, input);
      }) satisfies Stage["ledger"]["call"],
    };
    expect(await hear({ ...scene.ears, ledger }, messageOf(stopped))).toMatchObject({ became: "known already" });
    expect(await steps()).toEqual(["restore-other"]);
  });

  test("after somebody died between the record and the orders has its orders sent", async () => {
    const stopped = await scene.stop("orders", mallory);
    const error = { status: 400, code: "OverLimit", message: "died here" };
    stage.lab.door.faults.add({ service: "sqs", operation: "SendMessageBatch", times: 2, error });
    await expect(hear(scene.ears, messageOf(stopped))).rejects.toThrow("died here");
    const onRecord = await recorded(stopped.eventID);
    expect(onRecord).toHaveLength(2);
    expect(await steps()).toEqual([]);
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "known already" });
    expect(await steps()).toEqual(onRecord);
  });

  test("has them sent even if the stream is as it should be by then: whoever did it is still to be contained", async () => {
    const stopped = await scene.stop("orders", mallory);
    const error = { status: 400, code: "OverLimit", message: "died here" };
    stage.lab.door.faults.add({ service: "sqs", operation: "SendMessageBatch", times: 2, error });
    await expect(hear(scene.ears, messageOf(stopped))).rejects.toThrow("died here");
    const onRecord = await recorded(stopped.eventID);
    // Somebody puts it right by hand, or the answer to another event does.
    await scene.encrypt("orders");
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "known already" });
    expect(await steps()).toEqual(onRecord);
  });

  test("has them sent as they are on record, if the stream is wrong in another way by then", async () => {
    const stopped = await scene.stop("orders", mallory);
    const error = { status: 400, code: "OverLimit", message: "died here" };
    stage.lab.door.faults.add({ service: "sqs", operation: "SendMessageBatch", times: 2, error });
    await expect(hear(scene.ears, messageOf(stopped))).rejects.toThrow("died here");
    const onRecord = await recorded(stopped.eventID);
    const { KeyMetadata: other } = await stage.lab.as(mallory).kms.send(new CreateKeyCommand({}));
    await scene.encrypt("orders", other?.Arn);
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "known already" });
    expect(await steps()).toEqual(onRecord);
  });
});

describe("a call by our own role", () => {
  test("that the ledger knows is nobody's doing, though the stream is wrong again by then", async () => {
    const stopped = await scene.stop("orders", mallory);
    await hear(scene.ears, messageOf(stopped));
    const [order] = await scene.orders("resource");
    if (order === undefined) throw new Error("no step was ordered");
    expect(await carryOut(handsFor(stage, [restoreStreamEncryption]), order, false)).toEqual({ type: "verified" });
    const ours = scene.newest("StartStreamEncryption");
    await scene.take("identity");
    await scene.stop("orders", mallory);
    for (const lastTry of [false, true])
      expect(await hear(scene.ears, messageOf(ours, lastTry))).toEqual({ became: "own call", eventID: ours.eventID });
    expect(await steps()).toEqual([]);
    expect(await stage.rows(`incident#${ours.eventID}`)).toEqual([]);
  });

  test("that the ledger does not know is waited for, and judged like anybody's at the last try", async () => {
    await stage.call("kinesis:StopStreamEncryption", {
      StreamName: "orders",
      EncryptionType: "KMS",
      KeyId: scene.key,
    });
    const stolen = scene.newest("StopStreamEncryption");
    await expect(hear(scene.ears, messageOf(stolen))).rejects.toThrow(NotYetKnown);
    expect(await stage.rows(`incident#${stolen.eventID}`)).toEqual([]);
    expect(await steps()).toEqual([]);
    expect(await hear(scene.ears, messageOf(stolen, true))).toMatchObject({ became: "incident opened" });
    // That nothing is taken from a role of our own, a guardrail sees to (protected-principals); people are told.
    expect(await scene.orders("identity")).toHaveLength(1);
    expect(await scene.orders("resource")).toHaveLength(1);
    const incident = await readIncident(stage.ledger, stolen.eventID);
    expect(incident?.findings).toMatchObject([{ cause: { blamed: true } }]);
    expect(incident?.steps[0]).toMatchObject({ action: "deny-role-session", params: { roleName: "responder" } });
  });

  test("that the ledger would have to know by now is judged at once: a stolen session is not given an hour", async () => {
    const call = { StreamName: "orders", EncryptionType: "KMS", KeyId: scene.key } as const;
    await stage.call("kinesis:StopStreamEncryption", call);
    const stolen = scene.newest("StopStreamEncryption");
    // Whoever made it for us has either noted it or been stopped by its time-out.
    const later = () => new Date(Date.now() + 120_000);
    expect(await hear({ ...scene.ears, now: later }, messageOf(stolen))).toMatchObject({ became: "incident opened" });
  });

  test("that failed is not waited for", async () => {
    await expect(
      stage.call("kinesis:StopStreamEncryption", { StreamName: "nowhere", EncryptionType: "KMS", KeyId: scene.key }),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const failed = scene.newest("StopStreamEncryption");
    expect(await hear(scene.ears, messageOf(failed))).toEqual({ became: "nothing found", eventID: failed.eventID });
  });

  test("is not told by the name of a session: a role of that name in another place is not ours", async () => {
    const stopped = await scene.stop("orders", mallory);
    const identity = {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:stage",
      arn: "arn:aws:sts::123456789012:assumed-role/responder/stage",
      sessionContext: { sessionIssuer: { arn: stage.role.replace("role/", "role/elsewhere/"), userName: "responder" } },
    };
    expect(await hear(scene.ears, messageOf({ ...stopped, userIdentity: identity }))).toMatchObject({
      became: "incident opened",
    });
  });
});

test("when the declared key does not exist any more, whoever did it is contained all the same, and people are told", async () => {
  const { kms } = stage.lab.as(stage.lab.root);
  await kms.send(new CreateAliasCommand({ AliasName: "alias/orders", TargetKeyId: scene.key }));
  const streams = [{ name: "orders", encryption: { key: "alias/orders" } }];
  const ears = { ...scene.ears, settings: { ...scene.ears.settings, streams } };
  await kms.send(new DeleteAliasCommand({ AliasName: "alias/orders" }));
  const stopped = await scene.stop("orders", mallory);
  expect(await hear(ears, messageOf(stopped))).toMatchObject({ became: "incident opened" });
  expect(await scene.orders("identity")).toHaveLength(1);
  expect(await scene.orders("resource")).toEqual([]);
  const incident = await readIncident(stage.ledger, stopped.eventID);
  expect(incident?.findings).toMatchObject([{ evidence: expect.stringContaining("no key any more") as string }]);
});
