import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { document, type Make, madeUpId } from "./skipped.ts";

const Properties = v.object({ Queues: v.array(v.string()), PolicyDocument: document });

/** AWS::SQS::QueuePolicy */
export const makeQueuePolicy: Make = async (resource, { sqs }) => {
  const { Queues, PolicyDocument } = v.parse(Properties, resource.properties);
  for (const QueueUrl of Queues) {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(PolicyDocument) } }));
  }
  return madeUpId(resource);
};
