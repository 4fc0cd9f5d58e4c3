import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { type Make, madeUpId } from "./skipped.ts";

/** AWS::SQS::QueuePolicy */
export const makeQueuePolicy: Make = async (resource, { sqs }) => {
  const { Queues, PolicyDocument } = resource.properties as { Queues: readonly string[]; PolicyDocument: object };
  for (const QueueUrl of Queues) {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(PolicyDocument) } }));
  }
  return madeUpId(resource);
};
