import {
  DescribeStreamConsumerCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import { tightenStreamPolicy } from "../../shared/actions/kinesis/tighten-stream-policy.ts";
import { account, type ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

const stranger = "999999999999";
const allowed = {
  account,
  ownAccount: "whole" as const,
  accounts: ["111122223333"],
  principals: [],
  organizations: [],
  services: [],
};

const share = (AWS: string | readonly string[], Action: string, Resource: string) =>
  JSON.stringify({ Effect: "Allow", Principal: { AWS }, Action, Resource });
const policy = (...statements: readonly string[]) =>
  `{ "Version": "2012-10-17",\n "Statement": [ ${statements.join(" , ")} ] }`;

/** A stream whose policy has these statements. */
const streamWith = (statements: (arn: string) => readonly string[]) => async (lab: ExampleLab, name: string) => {
  const { arn, kinesis } = await createStream(lab, name);
  await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: arn, Policy: policy(...statements(arn)) }));
  return { stream: arn, policyOf: arn, allowed, strangers: [`AWS ${stranger}`], confirm: false };
};

obeysTheLaws(
  tightenStreamPolicy,
  [
    {
      name: "a policy in which a stranger stands beside a partner",
      prepare: streamWith((arn) => [
        share(["111122223333", `arn:aws:iam::${stranger}:root`], "kinesis:GetRecords", arn),
        share(stranger, "kinesis:ListShards", arn),
      ]),
    },
    {
      name: "a policy for a stranger alone, which goes as a whole",
      prepare: streamWith((arn) => [share(stranger, "kinesis:GetRecords", arn)]),
    },
    {
      name: "a policy with two strangers, of whom one was accepted",
      prepare: streamWith((arn) => [share([stranger, "888888888888"], "kinesis:GetRecords", arn)]),
    },
    {
      name: "the policy of a consumer",
      prepare: async (lab: ExampleLab, name: string) => {
        const { arn, kinesis } = await createStream(lab, name);
        const input = { StreamARN: arn, ConsumerName: "analytics" };
        await kinesis.send(new RegisterStreamConsumerCommand(input));
        const { ConsumerDescription } = await kinesis.send(new DescribeStreamConsumerCommand(input));
        const policyOf = ConsumerDescription?.ConsumerARN ?? "";
        const Policy = policy(share([account, stranger], "kinesis:SubscribeToShard", policyOf));
        await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: policyOf, Policy }));
        return { stream: arn, policyOf, allowed, strangers: [`AWS ${stranger}`], confirm: false };
      },
    },
  ].map((one) => ({ ...one, remove: removeStream })),
);
