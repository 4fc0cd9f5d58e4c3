import { CreateStreamCommand, DeleteStreamCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import { orderUndo } from "../../shared/ledger/step-afterwards.ts";
import { streamId } from "../../shared/resources/kinesis/stream-id.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { hear } from "../../shared/response/hear.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { account, type KeyPair } from "../lab/door/example-lab.ts";
import { otherAccount, record } from "../shared/records.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import { handsFor, operator, settingsOf } from "./orders.ts";
import type { Stage } from "./stage.ts";

const arn = streamId("gone", account, "us-east-1");

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
});
afterAll(() => stage?.close());
afterEach(async () => {
  const status = await statusOfGone();
  if (status !== "DELETING" && status !== "ResourceNotFoundException") await remove(stage.lab.root);
  await vanished();
  await stage.remove(`state#${arn}`, "state");
  await scene.tidy();
});

const statusOfGone = async (): Promise<string> => {
  const { kinesis } = stage.lab.as(stage.lab.root);
  const described = kinesis.send(new DescribeStreamSummaryCommand({ StreamARN: arn }));
  return described.then(
    ({ StreamDescriptionSummary }) => StreamDescriptionSummary?.StreamStatus ?? "unknown",
    (error: Error) => error.name,
  );
};
const vanished = async () => {
  while ((await statusOfGone()) !== "ResourceNotFoundException")
    await new Promise((resolve) => setTimeout(resolve, 50));
};
/** Makes the stream `gone`, encrypted as it should be. */
const make = async () => {
  const { kinesis } = stage.lab.as(stage.lab.root);
  await kinesis.send(new CreateStreamCommand({ StreamName: "gone", ShardCount: 1 }));
  await scene.encrypt("gone");
};
const remove = async (as: KeyPair) => {
  await scene.settled("gone");
  await stage.lab.as(as).kinesis.send(new DeleteStreamCommand({ StreamARN: arn }));
};

let ids = 0;
/** The record of a call on `gone` by mallory's key, as if it had been made. */
const made = (eventName: string, changes: Readonly<Record<string, unknown>> = {}) =>
  record({
    eventID: `event-${++ids}`,
    eventName,
    eventTime: new Date().toISOString(),
    requestParameters: { streamName: "gone" },
    resources: [],
    ...changes,
  });
const findingsOf = async (incident: string) => (await readIncident(stage.ledger, incident))?.findings ?? [];

describe("a stream that was deleted", () => {
  test("is told with how it was, and whoever deleted it is contained; nothing can be restored", async () => {
    await make();
    const right = { ...scene.newest("StartStreamEncryption"), eventID: "seen-right" };
    expect(await hear(scene.ears, messageOf(right))).toMatchObject({ became: "nothing found" });
    await remove(mallory);
    const deleted = scene.newest("DeleteStream");
    expect(await statusOfGone()).toBe("DELETING");
    expect(await hear(scene.ears, messageOf(deleted))).toMatchObject({ became: "incident opened" });
    const incident = await readIncident(stage.ledger, deleted.eventID);
    expect(incident?.findings).toMatchObject([
      {
        detection: "stream-deleted",
        severity: "Critical",
        resource: { id: arn },
        evidence: expect.stringContaining(`encrypted with ${scene.key}, had no consumers`),
        cause: { blamed: true },
      },
    ]);
    expect(incident?.steps.map(({ action }) => action)).toEqual(["deactivate-access-key"]);
    expect(incident?.advice).toEqual([expect.stringContaining("Make the stream anew")]);
    expect(await scene.orders("resource")).toEqual([]);
    // Once it is gone altogether, the same event says nothing new.
    await vanished();
    expect(await hear(scene.ears, messageOf(deleted))).toMatchObject({ became: "known already" });
  });

  test("that was never seen with nothing wrong is told all the same", async () => {
    await make();
    await remove(mallory);
    await vanished();
    const deleted = scene.newest("DeleteStream");
    expect(await hear(scene.ears, messageOf(deleted))).toMatchObject({ became: "incident opened" });
    expect(await findingsOf(deleted.eventID)).toMatchObject([
      { severity: "Critical", evidence: expect.stringContaining("How it was is not known"), cause: { blamed: true } },
    ]);
  });

  test("and first noticed at another call's event: who made that is not blamed, who deleted it is", async () => {
    await make();
    const right = { ...scene.newest("StartStreamEncryption"), eventID: "seen-right-too" };
    await hear(scene.ears, messageOf(right));
    await remove(mallory);
    await vanished();
    const tagged = made("AddTagsToStream");
    expect(await hear(scene.ears, messageOf(tagged))).toMatchObject({ became: "incident opened" });
    const deleted = scene.newest("DeleteStream");
    expect(await hear(scene.ears, messageOf(deleted))).toMatchObject({ became: "joined an incident" });
    expect(
      (await findingsOf(String(tagged["eventID"]))).map(({ detection, cause }) => [detection, cause?.blamed]),
    ).toEqual([
      ["stream-deleted", false],
      ["stream-deleted", true],
    ]);
  });

  test("and made anew before its event came: who deleted it is known by what was found in between", async () => {
    await make();
    await hear(scene.ears, messageOf({ ...scene.newest("StartStreamEncryption"), eventID: "seen-right-three" }));
    await remove(mallory);
    const deleted = scene.newest("DeleteStream");
    await vanished();
    const tagged = made("AddTagsToStream");
    await hear(scene.ears, messageOf(tagged));
    await make();
    expect(await hear(scene.ears, messageOf(deleted))).toMatchObject({ became: "joined an incident" });
    expect((await findingsOf(String(tagged["eventID"]))).at(-1)).toMatchObject({
      detection: "stream-deleted",
      cause: { blamed: true, eventID: deleted.eventID },
    });
  });
});

describe("a stream that lockkeeper.yml names and that never was", () => {
  test.each([
    ["AddTagsToStream", {}],
    ["DeleteStream", { requestParameters: { omitted: true } }],
  ])("is told as Medium when something leads to a look at it: %s", async (eventName, changes) => {
    const event = made(eventName, changes);
    expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "incident opened" });
    expect(await findingsOf(String(event["eventID"]))).toMatchObject([
      { detection: "stream-deleted", severity: "Medium", found: "NEVER SEEN", cause: { blamed: false } },
    ]);
  });

  test("is not told of when it is being made: it may not have come up yet", async () => {
    const event = made("CreateStream");
    expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "nothing found" });
    expect(await findingsOf(String(event["eventID"]))).toEqual([]);
  });

  test.each([
    ["another Region", { awsRegion: "eu-west-1" }],
    ["another Region, by ARN", { requestParameters: { streamARN: arn.replace("us-east-1", "eu-west-1") } }],
    ["another account", { recipientAccountId: otherAccount }],
    ["a deletion that was refused", { errorCode: "AccessDenied", errorMessage: "no", requestParameters: null }],
    ["a deletion of what was not there", { errorCode: "ResourceNotFoundException" }],
  ])("is nobody's business in %s", async (_, changes) => {
    expect(await hear(scene.ears, messageOf(made("DeleteStream", changes), true))).toMatchObject({
      became: "nothing found",
    });
  });
});

describe("a stream that vanishes while it is being put right", () => {
  const hands = () =>
    handsFor(stage, [restoreStreamEncryption], {
      settings: settingsOf({ streams: [{ name: "gone", encryption: { key: scene.key }, producers: [] }] }),
    });
  /** Stops the encryption of `gone`, and hears of it; the order to restore it. */
  const stopped = async () => {
    await make();
    const event = await scene.stop("gone", mallory);
    await hear(scene.ears, messageOf(event));
    const [order] = await scene.orders("resource");
    if (order?.kind !== "step") throw new Error("nothing was ordered");
    return order;
  };
  const gone = { type: "failed", error: `StreamGone: ${arn} does not exist any more` };

  test("before it was begun: the step fails at once and says why, since trying again would not help", async () => {
    const order = await stopped();
    await remove(stage.lab.root);
    expect(await carryOut(hands(), order, false)).toEqual(gone);
    expect((await readIncident(stage.ledger, order.incident))?.records.get(order.step)?.outcome).toEqual(gone);
    expect(await carryOut(hands(), order, false)).toEqual(gone);
  });

  test("in the midst of it, likewise", async () => {
    const order = await stopped();
    const deleting = {
      ...restoreStreamEncryption,
      apply: async (...given: Parameters<typeof restoreStreamEncryption.apply>) => {
        await remove(stage.lab.root);
        await restoreStreamEncryption.apply(...given);
      },
    };
    expect(await carryOut({ ...hands(), actions: [deleting] }, order, false)).toEqual(gone);
    expect((await stage.stepOf(order))?.outcome).toEqual(gone);
  });

  test("after it: an undo is held, since it is not there any more", async () => {
    const order = await stopped();
    expect(await carryOut(hands(), order, false)).toEqual({ type: "verified" });
    await scene.settled("gone");
    await remove(stage.lab.root);
    const at = new Date(Date.now() + 1_000).toISOString();
    await orderUndo(stage.ledger, order, { by: operator, at, whileFrozen: false });
    expect(await takeBack(hands(), order, false)).toMatchObject({
      type: "held",
      by: "moved-on",
      reason: expect.stringContaining("it is gone"),
    });
  });
});
