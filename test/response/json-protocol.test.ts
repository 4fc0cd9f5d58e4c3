import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ServiceError } from "../../shared/aws/json-protocol.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(() => {
  stage.lab.door.faults.clear();
  vi.unstubAllEnvs();
});

const key = { pk: { S: "a" }, sk: { S: "b" } };
const get = () => stage.call("dynamodb:GetItem", { TableName: stage.ledger.table, Key: key });
/** How often it was asked for an item, since a number of records. */
const asked = (since: number) =>
  stage.lab.door.trail
    .records()
    .slice(since)
    .filter(({ eventName }) => eventName === "GetItem").length;
const records = () => stage.lab.door.trail.records().length;

describe("an answer", () => {
  test("comes back as the SDK gives it, with the request id that the trail has", async () => {
    const item = { ...key, text: { S: "ä\u0000\u2028\ud83d\ude00" }, number: { N: "1.5" } };
    const ids: (string | undefined)[] = [];
    const call = stage.connect((permission, requestId) => void ids.push(`${permission} ${requestId}`));
    const TableName = stage.ledger.table;
    await call("dynamodb:PutItem", { TableName, Item: item });
    expect((await call("dynamodb:GetItem", { TableName, Key: key })).Item).toEqual(item);
    const trail = stage.lab.door.trail.records().slice(-2);
    expect(ids).toEqual(trail.map(({ eventName, requestID }) => `dynamodb:${eventName} ${requestID}`));
    expect(trail.map(({ eventName }) => eventName)).toEqual(["PutItem", "GetItem"]);
  });

  test("of SQS is a message in the queue, attributes and all", async () => {
    const { sqs } = stage.lab.as(stage.lab.root);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "letters" }));
    const MessageBody = `${"ä".repeat(1_000)}\n"\\`;
    const sent = await stage.call("sqs:SendMessage", {
      QueueUrl,
      MessageBody,
      MessageAttributes: { problem: { DataType: "String", StringValue: "ö" } },
    });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }));
    expect(Messages).toMatchObject([{ MessageId: sent.MessageId, Body: MessageBody }]);
    expect(Messages?.[0]?.MessageAttributes?.["problem"]?.StringValue).toBe("ö");
  });
});

describe("an error has the name that the SDK gives it, and is not tried again", () => {
  const thrownBy = async (of: Promise<unknown>): Promise<Error> => {
    const thrown = await of.catch((error: unknown) => error);
    if (thrown instanceof Error) return thrown;
    throw new Error("no error was thrown");
  };
  /** The name of ours and of the SDK's. */
  const namesOf = async (...both: readonly [Promise<unknown>, Promise<unknown>]) => {
    const [ours, sdk] = await Promise.all(both.map(thrownBy));
    expect(ours).toBeInstanceOf(ServiceError);
    return [ours?.name, sdk?.name];
  };

  test("when a condition does not hold", async () => {
    const input = { TableName: stage.ledger.table, Item: key, ConditionExpression: "attribute_exists(never)" };
    const { dynamodb } = stage.lab.as(stage.lab.root);
    const since = records();
    expect(await namesOf(stage.call("dynamodb:PutItem", input), dynamodb.send(new PutItemCommand(input)))).toEqual(
      Array(2).fill("ConditionalCheckFailedException"),
    );
    expect(records() - since).toBe(2);
  });

  test("when there is no such key", async () => {
    const input = { KeyId: "alias/never" };
    const { kms } = stage.lab.as(stage.lab.root);
    expect(await namesOf(stage.call("kms:DescribeKey", input), kms.send(new DescribeKeyCommand(input)))).toEqual(
      Array(2).fill("NotFoundException"),
    );
  });

  test("when there is no such queue", async () => {
    const input = { QueueUrl: `${stage.lab.door.endpoint}/123456789012/never`, MessageBody: "x" };
    const { sqs } = stage.lab.as(stage.lab.root);
    expect(await namesOf(stage.call("sqs:SendMessage", input), sqs.send(new SendMessageCommand(input)))).toEqual(
      Array(2).fill("QueueDoesNotExist"),
    );
  });

  test("when it is not allowed", async () => {
    const nobody: KeyPair = await stage.lab.user("nobody");
    const Item = key;
    const { dynamodb } = stage.lab.as(nobody);
    vi.stubEnv("AWS_ACCESS_KEY_ID", nobody.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", nobody.secretAccessKey);
    vi.stubEnv("AWS_SESSION_TOKEN", undefined);
    const since = records();
    const ours = stage.call("dynamodb:PutItem", { TableName: stage.ledger.table, Item });
    expect(await namesOf(ours, dynamodb.send(new PutItemCommand({ TableName: stage.ledger.table, Item })))).toEqual(
      Array(2).fill("AccessDeniedException"),
    );
    expect(records() - since).toBe(2);
    await expect(ours).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("not authorized") as string,
    });
  });
});

describe("tried again", () => {
  const fault = (status: number, code: string, times: number) =>
    stage.lab.door.faults.add({
      service: "dynamodb",
      operation: "GetItem",
      times,
      error: { status, code, message: "" },
    });

  test.each([
    [500, "InternalServerError"],
    [503, "ServiceUnavailable"],
    [400, "ThrottlingException"],
    [400, "ProvisionedThroughputExceededException"],
    [400, "RequestLimitExceeded"],
    [429, "TooManyRequestsException"],
  ])("after %i %s, until it succeeds", async (status, code) => {
    fault(status, code, 3);
    const since = records();
    expect(await get()).toBeDefined();
    expect(asked(since)).toBe(4);
  });

  test("four times at most", async () => {
    fault(503, "ServiceUnavailable", 10);
    const since = records();
    await expect(get()).rejects.toMatchObject({ name: "ServiceUnavailable", status: 503 });
    expect(asked(since)).toBe(4);
  });

  test.each([
    [400, "ValidationException"],
    [404, "ResourceNotFoundException"],
    [403, "UnrecognizedClientException"],
  ])("never after %i %s", async (status, code) => {
    fault(status, code, 10);
    const since = records();
    await expect(get()).rejects.toMatchObject({ name: code, status });
    expect(asked(since)).toBe(1);
  });

  test("after an answer that does not come", async () => {
    stage.lab.door.faults.add({ service: "dynamodb", operation: "GetItem", delayMs: 30_000 });
    const began = Date.now();
    expect(await get()).toBeDefined();
    // The limit for one answer is 3 s (transport.ts).
    expect(Date.now() - began).toBeLessThan(12_000);
  });
});
