import type {
  ChangeMessageVisibilityCommandInput,
  ChangeMessageVisibilityCommandOutput,
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
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
  /** Allowed by the right to send one. Source: service authorization reference, Amazon SQS. */
  SendMessageBatch: {
    ...operation<SendMessageBatchCommandInput, SendMessageBatchCommandOutput>("SendMessageBatch", "Write", "sqs:queue"),
    allowedBy: ["SendMessage"],
  },
  SendMessage: operation<SendMessageCommandInput, SendMessageCommandOutput>("SendMessage", "Write", "sqs:queue"),
};
