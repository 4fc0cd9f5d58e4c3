import type {
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { jsonOperations } from "./json-protocol.ts";

const operation = jsonOperations({ name: "dynamodb", target: "DynamoDB_20120810", version: "1.0" });

export const dynamodb = {
  GetItem: operation<GetItemCommandInput, GetItemCommandOutput>("GetItem", "Read", "dynamodb:table"),
  PutItem: operation<PutItemCommandInput, PutItemCommandOutput>("PutItem", "Write", "dynamodb:table"),
  Query: operation<QueryCommandInput, QueryCommandOutput>("Query", "Read", "dynamodb:table"),
  UpdateItem: operation<UpdateItemCommandInput, UpdateItemCommandOutput>("UpdateItem", "Write", "dynamodb:table"),
};
