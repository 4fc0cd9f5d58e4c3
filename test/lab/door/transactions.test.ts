import { CreateTableCommand, PutItemCommand, ScanCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ExampleLab, openExampleLab } from "./example-lab.ts";

let lab: ExampleLab;
beforeAll(async () => {
  lab = await openExampleLab();
});
afterAll(() => lab?.close());

test("what is written beside a transaction that is cancelled stays written", async () => {
  const { dynamodb } = lab.as(lab.root);
  const TableName = "kept";
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
  const put = (pk: string) => ({ TableName, Item: { pk: { S: pk } } });
  await dynamodb.send(new PutItemCommand(put("there")));
  const there = { ...put("there"), ConditionExpression: "attribute_not_exists(pk)" };
  const cancelled = new TransactWriteItemsCommand({ TransactItems: [{ Put: put("never") }, { Put: there }] });
  const names = Array.from({ length: 20 }, (_, index) => `item-${index}`);
  const came = await Promise.all(
    names.map(async (name) => {
      const writes = [dynamodb.send(new PutItemCommand(put(name))), dynamodb.send(cancelled)];
      const [, refusal] = await Promise.allSettled(writes);
      return refusal?.status === "rejected" ? (refusal.reason as Error).name : "written";
    }),
  );
  expect(new Set(came)).toEqual(new Set(["TransactionCanceledException"]));
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  expect(new Set(Items.map(({ pk }) => pk?.S))).toEqual(new Set([...names, "there"]));
});
