import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { clientSettings, operationsOf } from "./sdk.ts";

const operation = operationsOf(new SNSClient(clientSettings));

export const sns = {
  Publish: operation(PublishCommand, "Write", "sns:topic"),
};
