import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { identityActions, resourceActions } from "../../shared/actions/index.ts";
import { noteOwnCall } from "../../shared/ledger/own-call.ts";
import { endUnbegun, noteLook, noteUndo } from "../../shared/ledger/step.ts";
import { toValues } from "../../shared/ledger/table.ts";
import { noteUnreadable } from "../../shared/ledger/unreadable.ts";
import { tell, tellByNow, type Voice } from "../../shared/notice/tell.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { account } from "../lab/door/example-lab.ts";
import { handsFor, onRecord, type Suspect, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let voice: Voice;
let inbox: string;
beforeAll(async () => {
  stage = await openStage();
  const { sns, sqs } = stage.lab.as(stage.lab.root);
  const { TopicArn: topic = "" } = await sns.send(new CreateTopicCommand({ Name: "on-call" }));
  inbox = (await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }))).QueueUrl ?? "";
  await sns.send(
    new SubscribeCommand({ TopicArn: topic, Protocol: "sqs", Endpoint: `arn:aws:sqs:us-east-1:${account}:inbox` }),
  );
  const titles = [...identityActions, ...resourceActions];
  voice = { topic, publish: stage.call, ledger: stage.ledger, titles };
});
beforeEach(() => stage.lab.door.faults.clear());
afterAll(() => stage?.close());

interface Heard {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Value: string }>>;
}

/** What has come to the people on call since it was last asked. */
const told = async (): Promise<readonly Heard[]> => {
  const { sqs } = stage.lab.as(stage.lab.root);
  const heard: Heard[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: inbox, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) return heard;
    for (const { Body = "", ReceiptHandle } of Messages) {
      heard.push(JSON.parse(Body) as Heard);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: inbox, ReceiptHandle }));
    }
  }
};
afterEach(async () => {
  expect(await told()).toEqual([]);
});

/** Tells everything that stands in a partition, item after item, as the table's stream would. */
const tellAll = async (pk: string) => {
  const said: string[] = [];
  for (const row of await stage.rows(pk)) said.push(await tell(voice, toValues(row)));
  return said;
};
const pkOf = ({ key }: Suspect) => `incident#${key.incident}`;
const hands = () => handsFor(stage, [deactivateAccessKey]);

test("an incident is told once, when its last step has ended, and not before", async () => {
  const alice = await suspect(stage, "alice");
  const restore = { ...alice.step, id: "restore-1", action: "restore-stream-encryption" };
  const key = { incident: "two-steps", step: restore.id };
  await onRecord(stage, "two-steps", [alice.step, restore]);
  expect(await tellAll("incident#two-steps")).toEqual(["nothing to tell"]);
  await carryOut(hands(), { incident: "two-steps", step: alice.step.id }, false);
  expect(await tellAll("incident#two-steps")).toEqual(["nothing to tell", "nothing to tell"]);
  expect(await told()).toEqual([]);

  const { action, detection, resource, source } = restore;
  const answers = { detection, resource, source };
  await endUnbegun(stage.ledger, key, { action, answers, outcome: { type: "compliant" } });
  const rows = await stage.rows("incident#two-steps");
  expect(await tellAll("incident#two-steps")).toEqual(["told", ...rows.slice(1).map(() => "nothing to tell")]);
  const [notice, ...others] = await told();
  expect(others).toEqual([]);
  expect(notice?.Subject).toBe(
    "[Lockkeeper] High: Encryption of the stream was stopped (orders), contained and restored",
  );
  expect(JSON.parse(notice?.Message ?? "")).toMatchObject({
    incident: "two-steps",
    steps: [{ outcome: { type: "verified" } }, { outcome: { type: "compliant" } }],
  });
  expect(notice?.MessageAttributes["severity"]?.Value).toBe("High");
  expect(await stage.rows("incident#two-steps")).toContainEqual(expect.objectContaining({ sk: "told" }));
});

test("an incident without steps is told as soon as it is opened", async () => {
  await onRecord(stage, "no-steps");
  expect(await tellAll("incident#no-steps")).toEqual(["told"]);
  expect((await told()).map(({ Subject }) => Subject)).toEqual([expect.stringContaining("needs a person")]);
});

describe("an incident whose time is up", () => {
  test("is told as far as it has come, once, and again when all its steps have ended", async () => {
    const judy = await suspect(stage, "judy");
    expect(await tellByNow(voice, judy.key.incident)).toBe("told");
    expect(await tellByNow(voice, judy.key.incident)).toBe("nothing to tell");
    const [early, ...others] = await told();
    expect(others).toEqual([]);
    expect(JSON.parse(early?.Message ?? "")).toMatchObject({ steps: [{ outcome: null }] });
    await carryOut(hands(), judy.order, false);
    expect((await tellAll(pkOf(judy))).filter((one) => one === "told")).toHaveLength(1);
    const [whole] = await told();
    expect(JSON.parse(whole?.Message ?? "")).toMatchObject({ steps: [{ outcome: { type: "verified" } }] });
    expect(await tellByNow(voice, judy.key.incident)).toBe("nothing to tell");
    expect(new Set(await tellAll(pkOf(judy)))).toEqual(new Set(["nothing to tell"]));
  });

  test("is not told if it was told already, nor if there is none", async () => {
    const kim = await suspect(stage, "kim");
    await carryOut(hands(), kim.order, false);
    expect(await tellByNow(voice, kim.key.incident)).toBe("told");
    expect(await told()).toHaveLength(1);
    expect(await tellByNow(voice, kim.key.incident)).toBe("nothing to tell");
    expect(await tellByNow(voice, "made-up")).toBe("nothing to tell");
  });
});

describe("an incident that was told", () => {
  test("is told again when there is news of it, such as an undo, and only then", async () => {
    const bob = await suspect(stage, "bob");
    await carryOut(hands(), bob.order, false);
    expect((await tellAll(pkOf(bob))).filter((one) => one === "told")).toHaveLength(1);
    await noteLook(stage.ledger, bob.key, 1, "holds");
    expect(new Set(await tellAll(pkOf(bob)))).toEqual(new Set(["nothing to tell"]));
    await noteUndo(stage.ledger, bob.key, { type: "verified" });
    expect((await tellAll(pkOf(bob))).filter((one) => one === "told")).toHaveLength(1);
    expect(await told()).toHaveLength(2);
  });

  test("is not told because of the note that it was, even if that is all that is left", async () => {
    const carol = await suspect(stage, "carol");
    await carryOut(hands(), carol.order, false);
    const note = { pk: pkOf(carol), sk: "told", at: "2026-09-19T11:32:00.000Z" };
    expect(await tell(voice, toValues(note))).toBe("nothing to tell");
  });
});

test("when publishing fails nothing is marked, and the next time it is told", async () => {
  const dave = await suspect(stage, "dave");
  await carryOut(hands(), dave.order, false);
  const error = { status: 400, code: "InvalidParameter", message: "not now" };
  stage.lab.door.faults.add({ service: "sns", operation: "Publish", error });
  const [item] = await stage.rows(pkOf(dave));
  if (item === undefined) throw new Error("nothing is on record");
  await expect(tell(voice, toValues(item))).rejects.toThrow("not now");
  expect((await stage.rows(pkOf(dave))).map(({ sk }) => sk)).not.toContain("told");
  expect(await told()).toEqual([]);
  expect(await tell(voice, toValues(item))).toBe("told");
  expect(await told()).toHaveLength(1);
});

test("told twice rather than never, if it cannot be marked", async () => {
  const erin = await suspect(stage, "erin");
  await carryOut(hands(), erin.order, false);
  const [item] = await stage.rows(pkOf(erin));
  if (item === undefined) throw new Error("nothing is on record");
  const error = { status: 400, code: "ValidationException", message: "not now" };
  stage.lab.door.faults.add({ service: "dynamodb", operation: "PutItem", error });
  await expect(tell(voice, toValues(item))).rejects.toThrow("not now");
  expect(await tell(voice, toValues(item))).toBe("told");
  expect(await told()).toHaveLength(2);
});

test("a message that could not be read is told at once, with nothing of the message", async () => {
  await noteUnreadable(stage.ledger, {
    messageId: "m-1",
    problem: "the order: expected step",
    queue: "identity findings",
  });
  expect(await tellAll("unreadable#m-1")).toEqual(["told"]);
  const [notice, ...others] = await told();
  expect(others).toEqual([]);
  expect(JSON.parse(notice?.Message ?? "")).toMatchObject({
    schema: "lockkeeper.unreadable/1",
    messageId: "m-1",
    problem: "the order: expected step",
    queue: "identity findings",
  });
});

test("calls of our own, and steps of an incident that nobody opened, are not told", async () => {
  await noteOwnCall(stage.ledger, "r-1", { permission: "iam:UpdateAccessKey", incident: "i", step: "s" });
  expect(await tellAll("call#r-1")).toEqual(["nothing to tell"]);
  const frank = await suspect(stage, "frank");
  await carryOut(hands(), frank.order, false);
  for (const { sk } of await stage.rows(pkOf(frank)))
    if (String(sk).startsWith("found#")) await stage.remove(pkOf(frank), String(sk));
  expect(await tellAll(pkOf(frank))).toEqual(["nothing to tell"]);
});
