import { randomBytes, randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../../shared/replay/distributed/judge.ts";
import type { Plan } from "../../shared/replay/distributed/plan.ts";
import { isArchive } from "../../shared/replay/place.ts";
import { replay } from "../../shared/replay/run.ts";
import { readSettingsFile } from "../../shared/settings/read-file.ts";
import { record } from "../shared/records.ts";
import { createDoor, type Door, type Invocation } from "./door/index.ts";
import { type Functions, startFunctions } from "./lambda/index.ts";
import { type Moto, startMoto } from "./moto/index.ts";
import { type Clients, createClients } from "./stack/clients.ts";
import { type Deployment, deployStack } from "./stack/index.ts";

/**
 * The part that replays archives on AWS, deployed with the Serverless CLI; its state machine runs in moto, its functions from their
 * packages, and every call of both passes the front door's judgement of their roles. moto writes no results of a map, and does not
 * count failed batches: of those the report is tested by itself.
 */

const region = "us-east-1";
const account = "123456789012";
const logs = (owner: string, day: string) => `AWSLogs/${owner}/CloudTrail/${region}/${day}`;

/** moto knows standard workflows in a map only, and percentages with a point. */
const asMotoKnowsIt = (definition: string): string =>
  definition
    .replace('"ExecutionType":"EXPRESS"', '"ExecutionType":"STANDARD"')
    .replace('"ToleratedFailurePercentage":100', '"ToleratedFailurePercentage":100.0');

let moto: Moto;
let door: Door;
let clients: Clients;
let functions: Functions;
let deployment: Deployment;
let sfn: SFNClient;
let machine: string;
const stops: (() => Promise<void>)[] = [];

const put = (Key: string, records: readonly object[]) =>
  clients.s3.send(new PutObjectCommand({ Bucket: "trail", Key, Body: gzipSync(JSON.stringify({ Records: records })) }));
const resource = (logicalId: string) => {
  const found = deployment.resources.find((one) => one.logicalId === logicalId);
  if (found === undefined) throw new Error(`the stack has no ${logicalId}`);
  return found;
};
const textAt = async (uri: string) => {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return (await clients.s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString() ?? "";
};

beforeAll(async () => {
  moto = await startMoto();
  stops.push(moto.stop);
  const bootstrap = { accessKeyId: "AKIAREPLAY0123456789", secretAccessKey: randomBytes(30).toString("base64") };
  const onInvoke = async (name: string, payload: Buffer): Promise<Invocation> => {
    const { payload: answer, functionError } = await functions.invoke(name, JSON.parse(payload.toString()));
    return { payload: answer, ...(functionError && { functionError }) };
  };
  door = await createDoor({ moto: moto.url, python: moto.python, bootstrap, account, region, onInvoke });
  stops.push(door.close);
  const behind = { endpoint: moto.url, region, credentials: bootstrap };
  clients = createClients(behind);
  await clients.s3.send(new CreateBucketCommand({ Bucket: "trail" }));
  await put(`${logs(account, "2026/09/19")}/one.json.gz`, [
    record(),
    record({ eventID: "2", eventSource: "s3.amazonaws.com" }),
  ]);
  await put(`${logs(account, "2026/09/19")}/again.json.gz`, [record()]);
  await put(`${logs(account, "2026/08/01")}/before.json.gz`, [
    record({ eventID: "3", eventTime: "2026-08-01T10:00:00Z" }),
  ]);
  await put(`${logs("210987654321", "2026/09/19")}/other.json.gz`, [
    record({ eventID: "4", recipientAccountId: "210987654321" }),
  ]);
  await put(`AWSLogs/${account}/CloudTrail-Digest/${region}/2026/09/19/digest.json.gz`, [record({ eventID: "5" })]);

  const params = { config: "test/lab/lockkeeper.yml", archive: "trail/AWSLogs/" };
  const from = { endpoint: door.endpoint, region, credentials: bootstrap };
  deployment = await deployStack({
    ...from,
    behind,
    stage: "lab",
    config: "serverless.replay.yml",
    params,
    python: moto.python,
  });
  const assumeRole = (roleArn: string, name: string) => door.assumeRoleFor("lambda.amazonaws.com", roleArn, name);
  functions = await startFunctions({ deployment, endpoint: door.endpoint, clients, assumeRole });
  stops.push(functions.stop);

  // moto's CloudFormation makes state machines that do not run.
  await fetch(`${moto.url}/moto-api/config`, {
    method: "POST",
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  const {
    StateMachineName,
    DefinitionString = "",
    RoleArn = "",
  } = resource("Replay").properties as Record<string, string>;
  moto.stateMachinesAct({
    endpoint: door.endpoint,
    credentials: await door.assumeRoleFor("states.amazonaws.com", RoleArn, "replay"),
  });
  sfn = new SFNClient(behind);
  const made = await sfn.send(
    new CreateStateMachineCommand({
      name: StateMachineName,
      definition: asMotoKnowsIt(DefinitionString),
      roleArn: RoleArn,
    }),
  );
  machine = made.stateMachineArn ?? "";
});
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

const execute = async (input: object) => {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: machine, name: randomUUID(), input: JSON.stringify(input) }),
  );
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== "RUNNING") return execution;
    await delay(100);
  }
};
const outcomeOf = async (input: object): Promise<Outcome> => {
  const { output, cause, status } = await execute(input);
  if (status !== "SUCCEEDED") throw new Error(`${status}: ${cause}`);
  return JSON.parse(output ?? "{}") as Outcome;
};

/** What `npm run replay` finds in the same archive. */
const findingsOnALaptop = async () => {
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: "trail" }));
  const sources = Contents.filter(({ Key = "" }) => isArchive(Key)).map(({ Key = "" }) => ({
    name: Key,
    open: async () => {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: "trail", Key }));
      return Body as Readable;
    },
  }));
  return (await replay(sources, readSettingsFile("test/lab/lockkeeper.yml"))).findings;
};

describe("a replay on AWS", () => {
  test("reads the whole archive, but for digests, and judges it as one", async () => {
    const outcome = await outcomeOf({});
    expect(outcome).toMatchObject({ files: 4, records: 4, unreadable: 0 });
    const lines = (await textAt(outcome.lines))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(outcome.findings + 1);
    expect(lines).toContainEqual(expect.objectContaining({ detection: "stream-encryption-stopped", account }));
    expect(lines.slice(0, -1)).toStrictEqual(await findingsOnALaptop());
    expect(lines.at(-1)).toMatchObject({
      summary: { files: 4, records: 4, duplicates: 1, findings: outcome.findings },
    });
    expect(await textAt(outcome.report)).toContain("Lockkeeper replay");
  });

  test("reads nothing of other days and accounts", async () => {
    const outcome = await outcomeOf({ from: "2026-09-01T00:00:00Z", to: "2026-10-01T00:00:00Z", accounts: [account] });
    expect(outcome).toMatchObject({ files: 2, records: 2, unreadable: 0 });
  });

  test("says in its report what could not be read, and judges the rest", async () => {
    const order = { run: "half", began: new Date().toISOString(), filter: {} };
    const invoke = async <T>(name: string, event: unknown): Promise<T> =>
      JSON.parse((await functions.invoke(name, event)).payload) as T;
    const plan = await invoke<Plan>("plan", order);
    const batches = JSON.parse(await textAt(`s3://${resource("Results").physicalId}/${plan.key}`)) as readonly object[];
    expect(plan).toMatchObject({ objects: 4, batches: batches.length });
    expect(batches).toHaveLength(2);
    for (const batch of batches) await invoke("read", batch);
    await clients.s3.send(
      new DeleteObjectCommand({ Bucket: resource("Results").physicalId, Key: "read/half/part-0000001.json.gz" }),
    );
    const outcome = await invoke<Outcome>("judge", plan);
    expect(outcome).toMatchObject({ files: 4, records: 3, unreadable: 1 });
    expect(await textAt(outcome.report)).toContain("the function that reads failed");
  });

  test.each([
    [{ form: "2026-09-01" }, "filter.form: expected never, found"],
    [{ from: "yesterday" }, "filter.from: expected a time such as 2026-11-01T12:00:00Z, found"],
    [{ accounts: ["1234"] }, "filter.accounts.0: expected an account id of 12 digits, found"],
    [
      { accounts: ["333333333333"] },
      "s3://trail/AWSLogs/: expected objects of the filter's days and accounts, found none",
    ],
  ])("ends with what was wrong with its input: %j", async (input, complaint) => {
    const { status, error, cause } = await execute(input);
    expect({ status, error }).toEqual({ status: "FAILED", error: "UnusableInput" });
    expect(cause).toContain(complaint);
  });

  test("what reads may write nothing into the archive, and what judges may not read it", async () => {
    const as = async (role: string) =>
      createClients({
        endpoint: door.endpoint,
        region,
        credentials: await door.assumeRoleFor("lambda.amazonaws.com", resource(role).arn ?? "", "test"),
      }).s3;
    const place = { Bucket: "trail", Key: `${logs(account, "2026/09/19")}/one.json.gz` };
    const reads = await as("ReadRole");
    await expect(reads.send(new GetObjectCommand(place))).resolves.toBeDefined();
    await expect(reads.send(new PutObjectCommand({ ...place, Body: "x" }))).rejects.toThrow(/not authorized/);
    await expect((await as("JudgeRole")).send(new GetObjectCommand(place))).rejects.toThrow(/not authorized/);
  });
});
