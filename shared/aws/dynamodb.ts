import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { clientSettings, operationsOf } from "./sdk.ts";

const operation = operationsOf(new DynamoDBClient(clientSettings));

export const dynamodb = {
  GetItem: operation(GetItemCommand, "Read", "dynamodb:table"),
  PutItem: operation(PutItemCommand, "Write", "dynamodb:table"),
  Query: operation(QueryCommand, "Read", "dynamodb:table"),
  UpdateItem: operation(UpdateItemCommand, "Write", "dynamodb:table"),
};
