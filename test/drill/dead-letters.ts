import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Lab } from "../lab/index.ts";

const endings = ["-dead-letters", "-undelivered", "-untold", "-unreadable"];

/** What lies in the stack's queues for things that were not handled: `queue: number of messages`, for those that are not empty. */
export const deadLettersIn = async ({
  endpoint,
  region,
  account,
  operator,
  deployed,
}: Lab): Promise<readonly string[]> => {
  const sqs = new SQSClient({ endpoint, region, credentials: operator });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: deployed.name }));
  const names = QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1)).filter((name) =>
    endings.some((ending) => name.endsWith(ending)),
  );
  if (names.length < endings.length) throw new Error(`expected more dead-letter queues than ${names.join(", ")}`);
  const depths = await Promise.all(
    names.map(async (name) => {
      const QueueUrl = `${endpoint}/${account}/${name}`;
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
      );
      return [name, Number(Attributes?.["ApproximateNumberOfMessages"])] as const;
    }),
  );
  return depths.flatMap(([name, depth]) => (depth > 0 ? [`${name}: ${depth}`] : []));
};
