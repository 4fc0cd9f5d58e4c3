import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Input } from "../../shared/aws/operations.ts";
import type { Change } from "../../shared/actions/action.ts";
import { markTold, openIncident, readIncident } from "../../shared/ledger/incident.ts";
import { isOwnCall, noteOwnCall } from "../../shared/ledger/own-call.ts";
import { beginStep, endStep, noteUndo, readStep, takeOverStep } from "../../shared/ledger/step.ts";
import type { Ledger } from "../../shared/ledger/table.ts";
import { noteUnreadable } from "../../shared/ledger/unreadable.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let ledger: Stage["ledger"];
beforeAll(async () => {
  stage = await openStage();
  ({ ledger } = stage);
});
afterAll(() => stage?.close());

const nothingFound = { findings: [], steps: [], advice: [] };
const resource = { type: "AWS::Kinesis::Stream", id: "arn:aws:kinesis:us-east-1:123456789012:stream/orders" };
const answers = { detection: "stream-encryption-stopped", resource };
const about = { action: "restore-stream-encryption", answers };
const change: Change = { resource: resource.id, before: { key: null }, after: { key: "alias/orders" } };
const verified = { type: "verified" } as const;
const day = 86_400;

let made = 0;
const fresh = () => ({ incident: `incident-${++made}`, step: "restore-1" });

describe("an incident", () => {
  test("is opened once; what was found first stands", async () => {
    expect(await openIncident(ledger, "twice", { ...nothingFound, advice: ["first"] })).toBe(true);
    expect(await openIncident(ledger, "twice", { ...nothingFound, advice: ["second"] })).toBe(false);
    expect((await readIncident(ledger, "twice"))?.advice).toEqual(["first"]);
    const [row] = await stage.rows("incident#twice");
    expect(Number(row?.["expires"]) - Date.now() / 1000).toBeCloseTo(400 * day, -2);
  });

  test("that nobody opened is not there, whatever else stands in its partition", async () => {
    expect(await readIncident(ledger, "never")).toBeUndefined();
    await beginStep(ledger, { incident: "orphan", step: "s" }, { ...about, change, lease: 1 });
    expect(await readIncident(ledger, "orphan")).toBeUndefined();
  });

  test("larger than one page of DynamoDB's is read whole, its steps in the order of their ids", async () => {
    await openIncident(ledger, "large", { ...nothingFound, advice: ["x".repeat(300_000)] });
    const ids = ["a", "b", "c", "d", "e", "f"];
    for (const step of ids.toReversed())
      await beginStep(
        ledger,
        { incident: "large", step },
        { ...about, lease: 1, change: { ...change, before: step.repeat(300_000) } },
      );
    await markTold(ledger, "large");
    // One page holds 1 MB: a single answer of DynamoDB's lacks what the ledger finds.
    expect((await stage.rows("incident#large")).length).toBeLessThan(ids.length + 2);
    const incident = await readIncident(ledger, "large");
    expect([...(incident?.records.keys() ?? [])]).toEqual(ids);
    expect(ids.map((id) => incident?.records.get(id)?.change?.before)).toEqual(ids.map((id) => id.repeat(300_000)));
    expect(incident?.toldAt).toBeDefined();
  });

  test("is noted as told once, and the first time stands", async () => {
    await openIncident(ledger, "told", nothingFound);
    expect((await readIncident(ledger, "told"))?.toldAt).toBeUndefined();
    expect(await markTold(ledger, "told")).toBe(true);
    const first = (await readIncident(ledger, "told"))?.toldAt;
    expect(await markTold(ledger, "told")).toBe(false);
    expect((await readIncident(ledger, "told"))?.toldAt).toBe(first);
    expect(Date.parse(first ?? "")).not.toBeNaN();
  });
});

describe("a step", () => {
  test("is begun by one only; what that one is about to do stands", async () => {
    const key = fresh();
    expect(await readStep(ledger, key)).toBeUndefined();
    expect(await beginStep(ledger, key, { ...about, change, lease: 1_000 })).toBe(true);
    const first = await readStep(ledger, key);
    expect(first).toEqual({ id: key.step, ...about, change, lease: 1_000, begunAt: expect.any(String) as string });
    const other = { ...change, before: "something else" };
    expect(await beginStep(ledger, key, { ...about, change: other, lease: 2_000 })).toBe(false);
    expect(await readStep(ledger, key)).toEqual(first);
  });

  test("is taken over by whoever has seen its lease, once", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1_000 });
    expect(await takeOverStep(ledger, key, 999, 2_000)).toBe(false);
    expect((await readStep(ledger, key))?.lease).toBe(1_000);
    expect(await takeOverStep(ledger, key, 1_000, 2_000)).toBe(true);
    expect(await takeOverStep(ledger, key, 1_000, 3_000)).toBe(false);
    expect(await readStep(ledger, key)).toMatchObject({ lease: 2_000, change });
  });

  test("that nobody began cannot be taken over", async () => {
    const key = fresh();
    expect(await takeOverStep(ledger, key, 0, 1_000)).toBe(false);
    expect(await readStep(ledger, key)).toBeUndefined();
  });

  test("is taken over by one of five who try at once", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    const tries = await Promise.all([2, 3, 4, 5, 6].map((lease) => takeOverStep(ledger, key, 1, lease)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect((await readStep(ledger, key))?.lease).toBe(2 + tries.indexOf(true));
  });

  test("that has ended is not taken over any more", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    await endStep(ledger, key, { ...about, change, outcome: verified });
    expect(await takeOverStep(ledger, key, 1, 2)).toBe(false);
    expect(await readStep(ledger, key)).toMatchObject({ lease: 1, outcome: verified });
  });

  test("ends once: the first ending stands, and so does the time of its beginning", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    const begunAt = (await readStep(ledger, key))?.begunAt;
    expect(await endStep(ledger, key, { ...about, change, outcome: verified })).toBe(true);
    const ended = await readStep(ledger, key);
    expect(ended).toMatchObject({ begunAt, outcome: verified, change, ...about });
    expect(await endStep(ledger, key, { ...about, outcome: { type: "failed", error: "Error: late" } })).toBe(false);
    expect(await readStep(ledger, key)).toEqual(ended);
  });

  test("with nothing to do ends without having begun", async () => {
    const key = fresh();
    expect(await endStep(ledger, key, { ...about, outcome: { type: "compliant" } })).toBe(true);
    const ended = await readStep(ledger, key);
    expect(ended).toMatchObject({ ...about, outcome: { type: "compliant" }, lease: 0 });
    expect(ended?.begunAt).toBe(ended?.endedAt);
    expect(ended).not.toHaveProperty("change");
    expect(await beginStep(ledger, key, { ...about, change, lease: 1 })).toBe(false);
  });

  test("is noted as undone after it has ended, not before", async () => {
    const key = fresh();
    expect(await noteUndo(ledger, key, verified)).toBe(false);
    expect(await readStep(ledger, key)).toBeUndefined();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    expect(await noteUndo(ledger, key, verified)).toBe(false);
    expect(await readStep(ledger, key)).not.toHaveProperty("undo");
    await endStep(ledger, key, { ...about, change, outcome: verified });
    expect(await noteUndo(ledger, key, verified)).toBe(true);
    expect(await readStep(ledger, key)).toMatchObject({ undo: verified, outcome: verified, change });
  });

  test("keeps any JSON exactly as it was", async () => {
    const key = fresh();
    const odd = { ...change, before: { "": [null, "\u0000\ud83d\ude00\u2028", 1e300, -0.5, { __proto__x: [] }] } };
    await beginStep(ledger, key, { ...about, change: odd, lease: 1 });
    expect((await readStep(ledger, key))?.change).toEqual(odd);
  });
});

test("a call of ours is known by its request id and by no other", async () => {
  const permission = "kinesis:StartStreamEncryption";
  expect(await isOwnCall(ledger, "request-1")).toBe(false);
  expect(await noteOwnCall(ledger, "request-1", { permission, ...fresh() })).toBe(true);
  expect(await isOwnCall(ledger, "request-1")).toBe(true);
  expect(await isOwnCall(ledger, "request-10")).toBe(false);
  expect(await isOwnCall(ledger, "call")).toBe(false);
  const [row] = await stage.rows("call#request-1");
  // Longer than the queues keep a message, 14 days.
  expect(Number(row?.["expires"]) - Date.now() / 1000).toBeGreaterThan(14 * day);
});

test("a message that could not be read is on record once", async () => {
  const said = { problem: "not JSON", queue: "events" };
  expect(await noteUnreadable(ledger, { messageId: "m", ...said })).toBe(true);
  expect(await noteUnreadable(ledger, { messageId: "m", problem: "other", queue: "other" })).toBe(false);
  expect(await stage.rows("unreadable#m")).toEqual([expect.objectContaining(said)]);
});

describe("DynamoDB's reserved words", () => {
  test("are refused by the local DynamoDB in an expression, so that every other test here would show one", async () => {
    const { dynamodb } = stage.lab.as(stage.lab.root);
    const update = { TableName: ledger.table, Key: { pk: { S: "x" }, sk: { S: "x" } } };
    const ExpressionAttributeValues = { ":v": { S: "v" } };
    for (const expressions of [
      { UpdateExpression: "SET undo = :v" },
      { UpdateExpression: "SET a = :v", ConditionExpression: "attribute_exists(undo)" },
    ])
      await expect(
        dynamodb.send(new UpdateItemCommand({ ...update, ...expressions, ExpressionAttributeValues })),
      ).rejects.toThrow(/reserved/);
  });

  test("are in none of the ledger's expressions, the keys' included", async () => {
    const lib = join(stage.lab.python, "../../lib");
    const [python = ""] = await readdir(lib);
    const list = await readFile(
      join(lib, python, "site-packages/moto/dynamodb/parsing/reserved_keywords.txt"),
      "utf8",
    );
    const reserved = new Set(list.toLowerCase().split(/\s+/));
    expect(reserved.has("undo") && reserved.has("ttl") && reserved.has("name")).toBe(true);

    const expressions: string[] = [];
    const call = ((permission: "dynamodb:UpdateItem", input: Input<"dynamodb:UpdateItem">) => {
      const { UpdateExpression: update = "", ConditionExpression: condition = "" } = input;
      const { KeyConditionExpression: of = "" } = input as Input<"dynamodb:Query">;
      expressions.push(update.replace(/^SET /, ""), condition, of);
      return ledger.call(permission, input);
    }) as Ledger<"dynamodb:Query">["call"] as Stage["ledger"]["call"];
    const watched = { ...ledger, call };
    const key = fresh();
    await openIncident(watched, key.incident, nothingFound);
    await beginStep(watched, key, { ...about, change, lease: 1 });
    await takeOverStep(watched, key, 1, 2);
    await endStep(watched, key, { ...about, change, outcome: verified });
    await noteUndo(watched, key, verified);
    await readIncident(watched, key.incident);

    const names = expressions
      .flatMap((expression) => expression.match(/[#:]?\w+\b(?!\()/g) ?? [])
      .filter((word) => !/^([#:]|AND$|OR$|NOT$)/.test(word));
    expect([...new Set(names)].sort()).toEqual(["begunAt", "outcome", "pk"]);
    expect(names.filter((name) => reserved.has(name.toLowerCase()))).toEqual([]);
  });
});
