import {
  DeleteResourcePolicyCommand,
  DescribeStreamConsumerCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-kinesis";
import { kinesisOf, type Scene } from "./scene.ts";

/** Policies of streams and consumers, for attacks on them. */

/** An account that nobody here knows. */
export const stranger = "999999999999";

export const shareOf = (resource: string, AWS: string, ...Action: readonly string[]) => ({
  Sid: "Share",
  Effect: "Allow",
  Principal: { AWS },
  Action,
  Resource: resource,
});

/** The policy that the stream has in the lab's settings: a partner reads along. */
export const partnerOnly = (scene: Scene) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Partner",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: ["DescribeStreamSummary", "ListShards", "GetShardIterator", "GetRecords"].map(
        (name) => `kinesis:${name}`,
      ),
      Resource: scene.stream.arn,
    },
  ],
});

/** The text of a policy; empty where there is none. */
export const policyOf = async (scene: Scene, resource = scene.stream.arn): Promise<string> => {
  const { Policy = "" } = await kinesisOf(scene).send(new GetResourcePolicyCommand({ ResourceARN: resource }));
  return Policy === "{}" ? "" : Policy;
};

/** Puts a policy as the operator, if it is not there to the letter. */
export const putPolicy = async (scene: Scene, policy: object, resource = scene.stream.arn): Promise<void> => {
  const Policy = JSON.stringify(policy);
  if ((await policyOf(scene, resource)) === Policy) return;
  await kinesisOf(scene).send(new PutResourcePolicyCommand({ ResourceARN: resource, Policy }));
};

export const deletePolicy = async (scene: Scene, resource: string): Promise<void> => {
  if ((await policyOf(scene, resource)) !== "")
    await kinesisOf(scene).send(new DeleteResourcePolicyCommand({ ResourceARN: resource }));
};

/** The ARN that a consumer has now. */
export const consumerArn = async (scene: Scene, ConsumerName: string): Promise<string> => {
  const input = { StreamARN: scene.stream.arn, ConsumerName };
  const { ConsumerDescription } = await kinesisOf(scene).send(new DescribeStreamConsumerCommand(input));
  return ConsumerDescription?.ConsumerARN ?? "";
};
