import {
  DescribeStreamConsumerCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import { deregisterStreamConsumer } from "../../shared/actions/kinesis/deregister-stream-consumer.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

const registered = async (lab: ExampleLab, name: string, Tags: Record<string, string> = {}) => {
  const { arn, kinesis } = await createStream(lab, name);
  const input = { StreamARN: arn, ConsumerName: "tap" };
  await kinesis.send(new RegisterStreamConsumerCommand({ ...input, Tags }));
  const { ConsumerDescription } = await kinesis.send(new DescribeStreamConsumerCommand(input));
  return { kinesis, params: { stream: arn, consumer: "tap" }, consumerArn: ConsumerDescription?.ConsumerARN ?? "" };
};

obeysTheLaws(
  deregisterStreamConsumer,
  [
    {
      name: "a consumer that is still CREATING",
      prepare: async (lab: ExampleLab, name: string) => (await registered(lab, name)).params,
    },
    {
      name: "a consumer with tags and with a policy that names its ARN",
      prepare: async (lab: ExampleLab, name: string) => {
        const { kinesis, params, consumerArn } = await registered(lab, name, { owner: "nobody" });
        const Principal = { AWS: "arn:aws:iam::999999999999:root" };
        const Statement = { Effect: "Allow", Principal, Action: "kinesis:SubscribeToShard", Resource: consumerArn };
        const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
        await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: consumerArn, Policy }));
        return params;
      },
    },
  ].map((one) => ({ ...one, remove: removeStream })),
);
