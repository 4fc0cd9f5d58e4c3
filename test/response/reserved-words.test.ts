import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Input } from "../../shared/aws/operations.ts";
import type { Found } from "../../shared/incident/finding.ts";
import { putAccepted, readAccepted } from "../../shared/ledger/accepted.ts";
import { beginStep } from "../../shared/ledger/begin-step.ts";
import { freezeAll, liftFreeze, putExemption, readControl } from "../../shared/ledger/control.ts";
import { fileSighting, readOpenAbout } from "../../shared/ledger/found.ts";
import { incidentsOn, markTold, noteDecision, readIncident } from "../../shared/ledger/incident.ts";
import { isOwnCall, noteOwnCall } from "../../shared/ledger/own-call.ts";
import { endStep, endUnbegun, giveUpStep, rejectStep, takeOverStep } from "../../shared/ledger/step.ts";
import { noteLook, noteUndo, orderUndo } from "../../shared/ledger/step-afterwards.ts";
import { keys, queryAll } from "../../shared/ledger/table.ts";
import { noteUnreadable } from "../../shared/ledger/unreadable.ts";
import { home, openStage, type Stage } from "./stage.ts";

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
  const said = (write: Expressions | undefined) => {
    if (write === undefined) return;
    const {
      UpdateExpression: update = "",
      ConditionExpression: condition = "",
      KeyConditionExpression: of = "",
    } = write;
    expressions.push(update.replaceAll(/\b(SET|REMOVE|ADD) /g, ""), condition, of);
  };
  const call = ((permission: "dynamodb:TransactWriteItems", input: Input<"dynamodb:TransactWriteItems">) => {
    said(input as Expressions);
    for (const { Put, Update } of input.TransactItems ?? []) for (const write of [Put, Update]) said(write);
    return ledger.call(permission, input);
  }) as Stage["ledger"]["call"];
  const watched = { ...ledger, call };
  await everythingIn(watched);

  const names = expressions
    .flatMap((expression) => expression.match(/[#:]?\w+\b(?!\()/g) ?? [])
    .filter((word) => !/^([#:]|AND$|OR$|NOT$)/.test(word));
  expect([...new Set(names)].sort()).toEqual(["expires", "incident", "pk", "sightings", "sk", "waits"]);
  expect(names.filter((name) => reserved.has(name.toLowerCase()))).toEqual([]);
});

interface Expressions {
  readonly UpdateExpression?: string | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
}

/** Everything that is ever written to the ledger or read out of it, once. */
const everythingIn = async (watched: Stage["ledger"]): Promise<void> => {
  const key = { incident: "watched", step: "restore-1" };
  const resource = { type: "AWS::Kinesis::Stream", id: "arn" };
  const answers = { detection: "d", resource, source: "watched" };
  const about = { action: "a", answers };
  const change = { resource: "arn", before: 1, after: 2 };
  const verified = { type: "verified" } as const;
  const held = { type: "held", by: "mode", reason: "no" } as const;
  const order = { by: "arn", at: watched.now().toISOString(), whileFrozen: false };
  const allowances = [{ counter: "account", limit: 1, expires: 1 }];

  await fileSighting(watched, { source: key.incident, found: foundOf("watched") });
  await fileSighting(watched, { source: "joins", found: foundOf("joins") });
  await readOpenAbout(watched, resource.id);
  await beginStep(watched, key, { ...about, change, lease: 1 }, allowances);
  await takeOverStep(watched, key, 1, 2);
  await giveUpStep(watched, key, 2, "trouble");
  await endStep(watched, key, { outcome: verified });
  for (const look of ["holds", "wavers", "relapsed", "holds now"] as const) await noteLook(watched, key, 1, look);
  await orderUndo(watched, key, order);
  await noteUndo(watched, key, verified);
  await endUnbegun(watched, { ...key, step: "restore-2" }, { ...about, change, outcome: held });
  await rejectStep(watched, { ...key, step: "restore-2" }, { type: "rejected", by: "arn" });
  await noteDecision(watched, key.incident, { kind: "closed", by: "lockkeeper", at: order.at });
  await noteOwnCall(watched, "request", { permission: "iam:UpdateAccessKey", ...key });
  await isOwnCall(watched, "request");
  await noteUnreadable(watched, { messageId: "m", problem: "p", queue: "q" });
  await freezeAll(watched, { by: "arn", at: order.at, reason: "r" });
  await liftFreeze(watched, "arn");
  await putExemption(watched, { id: "1", detection: "d", reason: "r", owner: "o", until: "2030-01-01" });
  await readControl(watched);
  await putAccepted(watched, resource.id, { detection: "d", found: "NONE", by: "arn", at: order.at, reason: "r" });
  await readAccepted(watched, resource.id);
  await incidentsOn(watched, order.at.slice(0, 10));
  const incident = await readIncident(watched, key.incident);
  if (incident === undefined) throw new Error("the incident was not written");
  await markTold(watched, incident, "digest");
  await queryAll(watched, keys.incident(key.incident), "step#");
};

const foundOf = (source: string): Found => ({
  findings: [
    {
      detection: "d",
      title: "t",
      severity: "High",
      confidence: "High",
      attack: [],
      controls: [],
      evidence: "e",
      resource: { type: "AWS::Kinesis::Stream", id: "arn" },
      ...home,
      time: "2026-09-19T11:32:00.000Z",
      source,
    },
  ],
  steps: [],
  advice: [],
});
