import type { Call } from "../../aws/operations.ts";

/** An enhanced fan-out consumer. Its ARN holds the time of its registration, so that the same name gets another one each time. */
export interface Consumer {
  readonly name: string;
  readonly arn: string;
}

/** Those that are registered or about to be; one that is being deregistered counts as gone. Source: Kinesis API Reference, ListStreamConsumers: five calls a second for a stream. */
export const readConsumers = async (
  id: string,
  call: Call<"kinesis:ListStreamConsumers">,
): Promise<readonly Consumer[]> => {
  const found: Consumer[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call("kinesis:ListStreamConsumers", { StreamARN: id, ...(NextToken ? { NextToken } : {}) });
    for (const { ConsumerName: name, ConsumerARN: arn, ConsumerStatus } of page.Consumers ?? [])
      if (name && arn && ConsumerStatus !== "DELETING") found.push({ name, arn });
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
};
