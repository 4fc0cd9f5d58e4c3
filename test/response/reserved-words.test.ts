import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Input } from "../../shared/aws/operations.ts";
import { openIncident, readIncident } from "../../shared/ledger/incident.ts";
import { beginStep, endStep, noteUndo, takeOverStep } from "../../shared/ledger/step.ts";
import type { Ledger } from "../../shared/ledger/table.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let ledger: Stage["ledger"];
beforeAll(async () => {
  stage = await openStage();
  ({ ledger } = stage);
});
afterAll(() => stage?.close());

test("reserved words are refused by the local DynamoDB in an expression, so that every test of the ledger would show one", async () => {
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

test("reserved words are in none of the ledger's expressions, the keys' included", async () => {
  const lib = join(stage.lab.python, "../../lib");
  const [python = ""] = await readdir(lib);
  const list = await readFile(join(lib, python, "site-packages/moto/dynamodb/parsing/reserved_keywords.txt"), "utf8");
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
  const key = { incident: "watched", step: "restore-1" };
  await openIncident(watched, key.incident, { findings: [], steps: [], advice: [] });
  const resource = { type: "AWS::Kinesis::Stream", id: "arn" };
  const about = { action: "a", answers: { detection: "d", resource, replayed: false } };
  const change = { resource: "arn", before: 1, after: 2 };
  const verified = { type: "verified" } as const;
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
