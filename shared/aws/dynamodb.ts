import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { jsonOperations } from "./json-protocol.ts";

const operation = jsonOperations({ name: "dynamodb", target: "DynamoDB_20120810", version: "1.0" });

export const dynamodb = {
  BatchGetItem: operation<BatchGetItemCommandInput, BatchGetItemCommandOutput>(
    "BatchGetItem",
    "Read",
    "dynamodb:table",
  ),
  GetItem: operation<GetItemCommandInput, GetItemCommandOutput>("GetItem", "Read", "dynamodb:table"),
  PutItem: operation<PutItemCommandInput, PutItemCommandOutput>("PutItem", "Write", "dynamodb:table"),
  Query: operation<QueryCommandInput, QueryCommandOutput>("Query", "Read", "dynamodb:table"),
  /** Allowed by the rights to the writes in it. Source: DynamoDB Developer Guide, "Using IAM with DynamoDB transactions". */
  TransactWriteItems: {
    ...operation<TransactWriteItemsCommandInput, TransactWriteItemsCommandOutput>(
      "TransactWriteItems",
      "Write",
      "dynamodb:table",
    ),
    allowedBy: ["PutItem", "UpdateItem"],
  },
  UpdateItem: operation<UpdateItemCommandInput, UpdateItemCommandOutput>("UpdateItem", "Write", "dynamodb:table"),
};
