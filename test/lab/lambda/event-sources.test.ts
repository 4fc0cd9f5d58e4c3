import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Moto, startMoto } from "../moto/index.ts";
import { type Clients, createClients } from "../stack/clients.ts";
import { completeStack, type DeployedStack } from "../stack/deployed.ts";
import { eventSourcesOf, functionsOf } from "../stack/functions.ts";
import { type Functions, startFunctions } from "./index.ts";

/** Fails on what it is told to fail on; the rest it only takes note of. */
const code = `exports.handler = async ({ Records, hold }) => {
  if (hold) return new Promise((resolve) => setTimeout(() => resolve("held"), hold));
  const texts = Records.map((record) => record.body ?? record.dynamodb.NewImage.text.S);
  if (texts.includes("poison")) throw new Error("poison");
  const failed = Records.filter((record) => record.body === "fail");
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const arn = (logicalId: string) => ({ "Fn::GetAtt": [logicalId, "Arn"] });
const mapping = (Properties: object) => ({
  Type: "AWS::Lambda::EventSourceMapping",
  Properties: { FunctionName: { Ref: "Function" }, FunctionResponseTypes: ["ReportBatchItemFailures"], ...Properties },
});
const Resources = {
  Role: {
    Type: "AWS::IAM::Role",
    Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] }, Policies: [] },
  },
  Function: {
    Type: "AWS::Lambda::Function",
    Properties: {
      Runtime: "nodejs24.x",
      Handler: "dist/index.handler",
      Role: arn("Role"),
      Timeout: 2,
      ReservedConcurrentExecutions: 1,
      Code: { S3Bucket: "packages", S3Key: "package.zip" },
    },
  },
  Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 1 } },
  GivenUp: { Type: "AWS::SQS::Queue" },
  Table: {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    },
  },
  FromQueue: mapping({ EventSourceArn: arn("Queue"), BatchSize: 10 }),
  FromTable: mapping({
    EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
    StartingPosition: "TRIM_HORIZON",
    BatchSize: 10,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    FilterCriteria: {
      Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { pk: { S: [{ prefix: "told#" }] } } } }) }],
    },
    DestinationConfig: { OnFailure: { Destination: arn("GivenUp") } },
  }),
};

let moto: Moto;
let clients: Clients;
let stack: DeployedStack;
let functions: Functions;

beforeAll(async () => {
  moto = await startMoto({ onRecord: (streamArn) => functions.recordArrived(streamArn) });
  const options = { endpoint: moto.url, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };
  clients = createClients(options);
  await clients.s3.send(new CreateBucketCommand({ Bucket: "packages" }));
  await clients.s3.send(
    new PutObjectCommand({ Bucket: "packages", Key: "package.zip", Body: zipped("dist/index.js", code) }),
  );
  await clients.cloudFormation.send(
    new CreateStackCommand({ StackName: "test-sources", TemplateBody: JSON.stringify({ Resources }) }),
  );
  stack = await completeStack("sources", "us-east-1", clients);
  const sts = new STSClient(options);
  functions = await startFunctions({
    deployment: { ...stack, functions: functionsOf(stack), eventSources: eventSourcesOf(stack) },
    endpoint: moto.url,
    clients,
    assumeRole: async (RoleArn, RoleSessionName) => {
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
      return { accessKeyId: Credentials?.AccessKeyId ?? "", secretAccessKey: Credentials?.SecretAccessKey ?? "" };
    },
  });
  await functions.poll();
}, 120_000);
afterAll(async () => {
  await functions.stop();
  await moto.stop();
});

const zipped = (name: string, content: string): Buffer => {
  const folder = mkdtempSync(join(tmpdir(), "lockkeeper-test-"));
  const file = join(folder, "package.zip");
  const script =
    "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED).writestr(sys.argv[2], sys.argv[3])";
  execFileSync(moto.python, ["-c", script, file, name, content]);
  const zip = readFileSync(file);
  rmSync(folder, { recursive: true });
  return zip;
};

const idOf = (logicalId: string) =>
  stack.resources.find((resource) => resource.logicalId === logicalId)?.physicalId ?? "";
const functionName = () => idOf("Function");
const send = (MessageBody: string) =>
  clients.sqs.send(new SendMessageCommand({ QueueUrl: idOf("Queue"), MessageBody }));
const put = (pk: string, text: string) =>
  clients.dynamodb.send(new PutItemCommand({ TableName: idOf("Table"), Item: { pk: { S: pk }, text: { S: text } } }));
const idle = async () => {
  while (!(await functions.isIdle())) await delay(20);
};

const Handled = v.object({
  Records: v.array(
    v.object({
      body: v.optional(v.string()),
      attributes: v.optional(v.record(v.string(), v.string())),
      dynamodb: v.optional(v.object({ NewImage: v.object({ text: v.object({ S: v.string() }) }) })),
    }),
  ),
});
const runsSince = (start: number) =>
  functions
    .invocations()
    .slice(start)
    .map(({ event, error }) => ({ records: v.parse(Handled, event).Records, error }));

describe("event sources", () => {
  it("delete a message that was handled", async () => {
    const start = functions.invocations().length;
    await send("fine");
    await idle();
    await delay(1200);
    await idle();
    expect(runsSince(start).map(({ records }) => records.map(({ body }) => body))).toStrictEqual([["fine"]]);
  });

  it("bring a message back after its visibility timeout, and only that, when the function reports it", async () => {
    const start = functions.invocations().length;
    await Promise.all([send("fail"), send("fine")]);
    const received = () =>
      runsSince(start)
        .flatMap(({ records }) => records)
        .filter(({ body }) => body === "fail");
    await expect
      .poll(() => received().map(({ attributes }) => attributes?.["ApproximateReceiveCount"]), { timeout: 8000 })
      .toContain("2");
    const fine = runsSince(start)
      .flatMap(({ records }) => records)
      .filter(({ body }) => body === "fine");
    expect(fine).toHaveLength(1);
  });

  it("halve a failing batch of a stream until the record that fails is alone, and give that up to the destination", async () => {
    const start = functions.invocations().length;
    for (const [pk, text] of [
      ["told#1", "a"],
      ["told#2", "poison"],
      ["kept#1", "poison"],
      ["told#3", "b"],
    ] as const)
      await put(pk, text);
    await expect.poll(() => functions.problems().join(), { timeout: 8000 }).toContain("gave up 1 record(s)");
    const { Messages } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: idOf("GivenUp"), WaitTimeSeconds: 5 }),
    );
    expect(JSON.parse(Messages?.[0]?.Body ?? "")).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
    await expect.poll(() => handledTexts(start), { timeout: 5000 }).toStrictEqual(["a", "b"]);
  });

  const handledTexts = (start: number) =>
    runsSince(start)
      .filter(({ error }) => error === undefined)
      .flatMap(({ records }) => records.flatMap(({ dynamodb }) => dynamodb?.NewImage.text.S ?? []));
});

describe("invoking a function", () => {
  it("is refused while its reserved concurrency is used up", async () => {
    await expect
      .poll(async () => {
        const first = functions.invoke(functionName(), { hold: 300 });
        const [one, two] = await Promise.allSettled([first, functions.invoke(functionName(), { hold: 1 })]);
        return [one.status, two.status === "rejected" && two.reason.name];
      })
      .toStrictEqual(["fulfilled", "TooManyRequestsException"]);
  });

  it("is refused for a function that there is not", async () => {
    await expect(functions.invoke("absent", {})).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
