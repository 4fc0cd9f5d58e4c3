import { GetQueueUrlCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** The URL of a queue that is known by its ARN. */
export const queueUrlOf = async (queueArn: string, sqs: SQSClient): Promise<string> => {
  const QueueName = queueArn.slice(queueArn.lastIndexOf(":") + 1);
  const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return QueueUrl;
};
