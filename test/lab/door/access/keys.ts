import type { Moto } from "../moto.ts";
import type { Call, Input } from "../types.ts";
import { fieldsOf, textOf } from "../values.ts";
import { arnsByService } from "./arns/index.ts";
import type { Need } from "./needs.ts";
import type { Remembered } from "./remembered.ts";

/** What the door knows of KMS keys and of the resources that are encrypted with them. */
export interface Keys {
  /** The key's ARN behind an id, alias or ARN; what was given when there is no such key. */
  readonly arnOf: (given: string, region: string) => Promise<string>;
  readonly state: (given: string, region: string) => Promise<KeyState>;
  /** The permissions on keys that a call needs because of the resource it touches. */
  readonly needs: (call: Call, account: string) => Promise<readonly Need[]>;
  /** The customer's key that a stream, queue or topic is encrypted with; undefined for none or AWS's own. */
  readonly ofResource: (arn: string) => Promise<string | undefined>;
}

export type KeyState = { readonly arn: string; readonly state: string } | "missing";

const readAndWrite = ["kms:GenerateDataKey", "kms:Decrypt"];

/** Which key permissions the caller of these operations must have. Source: the services' "Key management" pages. */
const forUse: Readonly<Record<string, { readonly code: string; readonly actions: readonly string[] }>> = {
  "sns:Publish": { code: "KMSAccessDenied", actions: readAndWrite },
  "sns:PublishBatch": { code: "KMSAccessDenied", actions: readAndWrite },
  "sqs:SendMessage": { code: "KmsAccessDenied", actions: readAndWrite },
  "sqs:SendMessageBatch": { code: "KmsAccessDenied", actions: readAndWrite },
  "sqs:ReceiveMessage": { code: "KmsAccessDenied", actions: ["kms:Decrypt"] },
  "kinesis:PutRecord": { code: "KMSAccessDeniedException", actions: ["kms:GenerateDataKey"] },
  "kinesis:PutRecords": { code: "KMSAccessDeniedException", actions: ["kms:GenerateDataKey"] },
  "kinesis:GetRecords": { code: "KMSAccessDeniedException", actions: ["kms:Decrypt"] },
  "kinesis:SubscribeToShard": { code: "KMSAccessDeniedException", actions: ["kms:Decrypt"] },
};

export const openKeys = (moto: Moto, remembered: Remembered): Keys => {
  const states = remembered.store<KeyState>();
  const keysOf = remembered.store<string | undefined>();
  const state = (given: string, region: string): Promise<KeyState> =>
    states("kms", `${region} ${given}`, async () => {
      const described = await moto.call("kms", "DescribeKey", { KeyId: given }, region);
      if (!described.ok) return "missing";
      const { Arn, KeyState } = fieldsOf(described.output.KeyMetadata);
      return { arn: textOf(Arn) ?? given, state: textOf(KeyState) ?? "" };
    });

  const arnOf = async (given: string, region: string) => {
    const found = await state(given, region);
    return found === "missing" ? given : found.arn;
  };

  const ofResource = async (arn: string) => {
    const [, , service = "", region = ""] = arn.split(":");
    const key = await keysOf(service, arn, () => readKey(moto, arn, service, region));
    return key === undefined || key.includes("alias/aws/") ? undefined : key;
  };

  return {
    arnOf,
    state,
    ofResource,
    needs: async (call, account) => {
      const { service, operation, input, region } = call;
      if (/^St(art|op)StreamEncryption$/.test(operation)) return encryptionNeed(operation, input, call, account, arnOf);
      const use = forUse[`${service.prefix}:${operation}`];
      const [arn] = use ? (arnsByService[service.prefix]?.(call, { region, account }) ?? []) : [];
      const key = arn && (await ofResource(arn));
      if (!use || !key) return [];
      const resource = await arnOf(key, region);
      const context = { "kms:ViaService": `${service.prefix}.${region}.amazonaws.com` };
      return use.actions.map((action) => ({ action, resource, context, code: use.code }));
    },
  };
};

/** Kinesis asks for its own action on the stream and on the key as well. */
const encryptionNeed = async (
  operation: string,
  input: Input,
  { region }: Call,
  account: string,
  arnOf: Keys["arnOf"],
): Promise<readonly Need[]> => {
  if (typeof input.KeyId !== "string") return [];
  const given = input.KeyId;
  const found = await arnOf(given, region);
  const resource = found.startsWith("arn:")
    ? found
    : `arn:aws:kms:${region}:${account}:${given.startsWith("alias/") ? given : `key/${given}`}`;
  return [{ action: `kinesis:${operation}`, resource }];
};

const readKey = async (moto: Moto, arn: string, service: string, region: string): Promise<string | undefined> => {
  const name = arn.split(":").at(-1) ?? "";
  if (service === "kinesis") {
    const streamArn = arn.split("/consumer/")[0];
    const found = await moto.call("kinesis", "DescribeStreamSummary", { StreamARN: streamArn }, region);
    return found.ok ? textOf(fieldsOf(found.output.StreamDescriptionSummary).KeyId) : undefined;
  }
  if (service === "sns") {
    const found = await moto.call("sns", "GetTopicAttributes", { TopicArn: arn }, region);
    return found.ok ? textOf(fieldsOf(found.output.Attributes).KmsMasterKeyId) : undefined;
  }
  const queue = { QueueUrl: `http://door/${arn.split(":")[4]}/${name}`, AttributeNames: ["KmsMasterKeyId"] };
  const found = await moto.call("sqs", "GetQueueAttributes", queue, region);
  return found.ok ? textOf(fieldsOf(found.output.Attributes).KmsMasterKeyId) : undefined;
};
