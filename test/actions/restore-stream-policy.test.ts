import { PutResourcePolicyCommand } from "@aws-sdk/client-kinesis";
import { restoreStreamPolicy } from "../../shared/actions/kinesis/restore-stream-policy.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

const statement = (sid: string, action: string, Resource: string) => ({
  Sid: sid,
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: action,
  Resource,
});
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** A stream with these statements in its policy, that should have one which lets the partner list shards. */
const streamWith = (statements: (arn: string) => readonly object[]) => async (lab: ExampleLab, name: string) => {
  const { arn, kinesis } = await createStream(lab, name);
  const live = statements(arn);
  if (live.length > 0) await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: arn, Policy: policy(...live) }));
  return { stream: arn, guards: policy(statement("Partner", "kinesis:ListShards", arn)) };
};

obeysTheLaws(
  restoreStreamPolicy,
  [
    { name: "a stream without a policy", prepare: streamWith(() => []) },
    {
      name: "a stream whose policy has another statement, which stays",
      prepare: streamWith((arn) => [statement("Own", "kinesis:GetRecords", arn)]),
    },
    {
      name: "a stream whose policy says something else under that Sid",
      prepare: streamWith((arn) => [statement("Partner", "kinesis:GetRecords", arn)]),
    },
  ].map((one) => ({ ...one, remove: removeStream })),
);
