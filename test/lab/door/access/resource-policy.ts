import type { Policy } from "../../iam/types.ts";
import type { KinesisState } from "../answers/kinesis/state.ts";
import type { Directory } from "../caller/directory.ts";
import type { Moto } from "../moto.ts";
import type { Input } from "../types.ts";
import { fieldsOf, isFields, parseFields, textOf } from "../values.ts";
import type { Remembered } from "./remembered.ts";

/** The policy that is attached to a resource itself; undefined when there is none. */
export type ResourcePolicies = (arn: string, action: string, directory: Directory) => Promise<Policy | undefined>;

export const openResourcePolicies = (moto: Moto, remembered: Remembered, kinesis: KinesisState): ResourcePolicies => {
  const texts = remembered.store<string | undefined>();
  return async (arn, action, directory) => {
    if (action.startsWith("sts:AssumeRole")) return directory.roles.get(arn)?.trust;
    const [, , service = "", region = ""] = arn.split(":");
    const read = readers[service];
    const text = read
      ? await texts(service, arn, () => read(moto, arn, region || "us-east-1"))
      : kinesis.policies.get(arn);
    if (text === undefined) return undefined;
    const policy: Policy = JSON.parse(text);
    return isFields(policy) && policy.Statement !== undefined ? policy : undefined;
  };
};

type Reader = (moto: Moto, arn: string, region: string) => Promise<string | undefined>;

const readers: Readonly<Record<string, Reader>> = {
  kms: async (moto, arn, region) =>
    arn.includes(":key/")
      ? field(await moto.call("kms", "GetKeyPolicy", { KeyId: arn, PolicyName: "default" }, region), "Policy")
      : undefined,
  sns: async (moto, arn, region) => {
    const found = await moto.call("sns", "GetTopicAttributes", { TopicArn: arn }, region);
    return found.ok ? textOf(fieldsOf(found.output.Attributes).Policy) : undefined;
  },
  sqs: async (moto, arn, region) => {
    const [, , , , account, name] = arn.split(":");
    const queue = { QueueUrl: `http://door/${account}/${name}`, AttributeNames: ["Policy"] };
    const found = await moto.call("sqs", "GetQueueAttributes", queue, region);
    return found.ok ? textOf(fieldsOf(found.output.Attributes).Policy) : undefined;
  },
  s3: async (moto, arn, region) => {
    const bucket = arn.split(":::")[1]?.split("/")[0];
    const reply = await moto.get("s3", `/${bucket}?policy`, region);
    return reply.status === 200 ? reply.body.toString("utf8") : undefined;
  },
  lambda: async (moto, arn, region) => {
    const name = /:function:([^:]+)/.exec(arn)?.[1];
    if (!name) return undefined;
    const reply = await moto.get("lambda", `/2015-03-31/functions/${name}/policy`, region);
    return reply.status === 200 ? textOf(parseFields(reply.body.toString("utf8")).Policy) : undefined;
  },
};

const field = (outcome: { ok: boolean; output?: Input }, name: string): string | undefined =>
  outcome.ok ? textOf(outcome.output?.[name]) : undefined;
