import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { identityActions, resourceActions } from "../../shared/actions/index.ts";
import { beginStep } from "../../shared/ledger/begin-step.ts";
import { freezeAll, liftFreeze, putExemption } from "../../shared/ledger/control.ts";
import { noteOwnCall } from "../../shared/ledger/own-call.ts";
import { endUnbegun, giveUpStep } from "../../shared/ledger/step.ts";
import { noteLook, noteUndo } from "../../shared/ledger/step-afterwards.ts";
import { toValues } from "../../shared/ledger/table.ts";
import { noteUnreadable } from "../../shared/ledger/unreadable.ts";
import { chatTopic, onCallTopic } from "../../shared/notice/channels/topics.ts";
import { tell, tellByNow, type Voice } from "../../shared/notice/tell.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { account } from "../lab/door/example-lab.ts";
import { causeBy, handsFor, onRecord, type Suspect, suspect } from "./orders.ts";
import { home, openStage, type Stage } from "./stage.ts";

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
  voice = {
    channels: [onCallTopic(topic, stage.call)],
    ledger: stage.ledger,
    titles,
    deployment: { stage: "lab", ...home },
    looks: 4,
  };
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

const eventsIn = (notice: Heard | undefined): unknown => JSON.parse(notice?.Message ?? "");

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
  const evict = { ...alice.step, source: "two-steps" };
  const restore = { ...evict, id: "restore-1", action: "restore-stream-encryption" };
  const key = { incident: "two-steps", step: restore.id };
  await onRecord(stage, "two-steps", [evict, restore], { cause: causeBy("alice", alice.accessKeyId) });
  expect(await tellAll("incident#two-steps")).toEqual(["nothing to tell"]);
  await carryOut(hands(), { incident: "two-steps", step: evict.id }, false);
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
  expect(eventsIn(notice)).toMatchObject([
    { class_uid: 2004, activity_id: 1, metadata: { correlation_uid: "two-steps" } },
    { class_uid: 7001, activity_id: 2, status_id: 1 },
    { class_uid: 7001, activity_id: 3, status_id: 1 },
  ]);
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
    expect(eventsIn(early)).toMatchObject([{ class_uid: 2004 }]);
    await carryOut(hands(), judy.order, false);
    expect((await tellAll(pkOf(judy))).filter((one) => one === "told")).toHaveLength(1);
    const [whole] = await told();
    expect(eventsIn(whole)).toMatchObject([
      { class_uid: 2004, activity_id: 2 },
      { class_uid: 7001, status_id: 1 },
    ]);
    expect(await tellByNow(voice, judy.key.incident)).toBe("nothing to tell");
    expect(new Set(await tellAll(pkOf(judy)))).toEqual(new Set(["nothing to tell"]));
  });

  test("is told with what has gone wrong so far, and the same trouble again is no news", async () => {
    const lena = await suspect(stage, "lena");
    const { action, detection, resource, source } = lena.step;
    const change = { resource: "key", before: "Active", after: "Inactive" };
    const begun = { action, answers: { detection, resource, source }, lease: 1, change };
    await beginStep(stage.ledger, lena.key, begun);
    await giveUpStep(stage.ledger, lena.key, 1, "ServiceFailure: the first time");
    expect(new Set(await tellAll(pkOf(lena)))).toEqual(new Set(["nothing to tell"]));
    expect(await tellByNow(voice, lena.key.incident)).toBe("told");
    await giveUpStep(stage.ledger, lena.key, 0, "ServiceFailure: the second time");
    expect(await tellByNow(voice, lena.key.incident)).toBe("nothing to tell");
    expect((await told()).map(({ Subject }) => Subject)).toEqual([expect.stringMatching(/under way$/)]);
  });

  test("is told by the stream, too, if a step takes too long and nobody has said that time is up", async () => {
    const mara = await suspect(stage, "mara");
    expect(new Set(await tellAll(pkOf(mara)))).toEqual(new Set(["nothing to tell"]));
    stage.passTime(10_001);
    expect(await tellAll(pkOf(mara))).toEqual(["told"]);
    expect(await told()).toHaveLength(1);
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

describe("an incident that is over", () => {
  test("is closed when all was looked at often enough, and the record of that has its summary told, once", async () => {
    const nina = await suspect(stage, "nina");
    await carryOut(hands(), nina.order, false);
    expect((await tellAll(pkOf(nina))).filter((one) => one === "told")).toHaveLength(1);
    for (const look of [1, 2, 3]) await noteLook(stage.ledger, nina.key, look, "holds");
    expect(new Set(await tellAll(pkOf(nina)))).toEqual(new Set(["nothing to tell"]));
    await noteLook(stage.ledger, nina.key, 4, "holds");
    const [step] = (await stage.rows(pkOf(nina))).filter(({ sk }) => String(sk).startsWith("step#"));
    expect(await tell(voice, toValues(step ?? {}))).toBe("closed");
    expect((await tellAll(pkOf(nina))).filter((one) => one !== "nothing to tell")).toEqual(["told"]);
    const [, summary, ...others] = await told();
    expect(others).toEqual([]);
    expect(summary?.Subject).toMatch(/, closed$/);
    expect(eventsIn(summary)).toMatchObject([{ activity_id: 3, status_id: 4 }, { class_uid: 7001 }]);
  });
});

describe("what operators set", () => {
  const by = `arn:aws:iam::${account}:role/on-call`;
  const at = "2026-09-19T11:32:05.000Z";
  test("is told at once: a freeze, its end, and an exemption", async () => {
    await freezeAll(stage.ledger, { by, at, reason: "audit" });
    expect(await tellAll("control")).toEqual(["told"]);
    await liftFreeze(stage.ledger, by);
    expect(await tellAll("control")).toEqual(["told"]);
    await stage.remove("control", "frozen");
    const until = new Date(stage.ledger.now().getTime() + 3_600_000).toISOString();
    const exemption = { id: "ex-1", principal: by, reason: "migration", owner: "team data", until, by };
    await putExemption(stage.ledger, exemption);
    expect(await tellAll("control")).toEqual(["told"]);
    await stage.remove("control", "exemption#ex-1");
    expect((await told()).map(({ Message }) => JSON.parse(Message).change)).toEqual(["frozen", "lifted", "exempted"]);
  });
});

describe("with several channels", () => {
  test("one that fails keeps none of the others from it, and what was sent is not sent again", async () => {
    const olga = await suspect(stage, "olga");
    await carryOut(hands(), olga.order, false);
    const [item] = await stage.rows(pkOf(olga));
    // A topic that does not exist stands for one that cannot be reached.
    const gone = chatTopic(`arn:aws:sns:us-east-1:${account}:gone`, stage.call);
    const both = { ...voice, channels: [gone, ...voice.channels] };
    await expect(tell(both, toValues(item ?? {}))).rejects.toThrow(/^chat: /);
    await expect(tell(both, toValues(item ?? {}))).rejects.toThrow(/^chat: /);
    expect(await told()).toHaveLength(1);
    expect((await stage.rows(pkOf(olga))).map(({ sk }) => sk)).not.toContain("told");
    const heard: string[] = [];
    const back = { ...gone, send: async ({ chat }: { readonly chat: string }) => void heard.push(chat) };
    expect(await tell({ ...both, channels: [back, ...voice.channels] }, toValues(item ?? {}))).toBe("told");
    expect(heard).toHaveLength(1);
    expect(await told()).toEqual([]);
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
    type: "lockkeeper.unreadable",
    version: 1,
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
