import type {
  ChangeMessageVisibilityCommandInput,
  ChangeMessageVisibilityCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from "@aws-sdk/client-sqs";
import { jsonOperations } from "./json-protocol.ts";

const operation = jsonOperations({ name: "sqs", target: "AmazonSQS", version: "1.0" });

export const sqs = {
  ChangeMessageVisibility: operation<ChangeMessageVisibilityCommandInput, ChangeMessageVisibilityCommandOutput>(
    "ChangeMessageVisibility",
    "Write",
    "sqs:queue",
  ),
  SendMessage: operation<SendMessageCommandInput, SendMessageCommandOutput>("SendMessage", "Write", "sqs:queue"),
};
