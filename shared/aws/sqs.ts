import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings, operationsOf } from "./sdk.ts";

const operation = operationsOf(new SQSClient(clientSettings));

export const sqs = {
  ChangeMessageVisibility: operation(ChangeMessageVisibilityCommand, "Write", "sqs:queue"),
  SendMessage: operation(SendMessageCommand, "Write", "sqs:queue"),
};
