import { fieldsOf, listOf } from "../../values.ts";
import { type ArnsOf, arnOr, type Place, text } from "./types.ts";

const tableArn = ({ region, account }: Place, name: string) => `arn:aws:dynamodb:${region}:${account}:table/${name}`;

export const dynamodb: ArnsOf = ({ operation, input }, place) => {
  const table = (name: string | undefined) => arnOr(name, (bare) => tableArn(place, bare));
  const stream = text(input, "StreamArn") ?? streamOfIterator(text(input, "ShardIterator"));
  if (stream) return [stream];
  const [own] = table(text(input, "TableName", "ResourceArn", "TableArn"));
  const index = text(input, "IndexName");
  if (own) return [index ? `${own}/index/${index}` : own];
  const requested = input.RequestItems;
  if (operation.startsWith("Batch") && requested && typeof requested === "object")
    return Object.keys(requested).flatMap((name) => table(name));
  const touched = listOf(input.TransactItems)
    .flatMap((item) => Object.values(item))
    .map((part) => text(fieldsOf(part), "TableName"));
  return [...new Set(touched)].flatMap((name) => table(name));
};

/** Iterators of DynamoDB streams begin with the stream's ARN. */
const streamOfIterator = (iterator: string | undefined): string | undefined => {
  const arn = iterator?.split("|")[0];
  return arn?.startsWith("arn:") ? arn : undefined;
};

export const s3: ArnsOf = ({ input }) => {
  const bucket = text(input, "Bucket");
  if (!bucket) return [];
  const key = text(input, "Key");
  if (key) return [`arn:aws:s3:::${bucket}/${key}`];
  const deleted = listOf(fieldsOf(input.Delete).Objects).map((one) => text(one, "Key"));
  return deleted.length > 0 ? deleted.map((name) => `arn:aws:s3:::${bucket}/${name}`) : [`arn:aws:s3:::${bucket}`];
};

/** Keys are judged by the ARN behind an alias, which `keys.ts` resolves; aliases have ARNs of their own. */
export const kms: ArnsOf = ({ operation, input }, { region, account }) => {
  const alias = operation.endsWith("Alias") ? text(input, "AliasName") : undefined;
  const key = text(input, "KeyId", "TargetKeyId", "DestinationKeyId");
  return [
    ...arnOr(alias, (name) => `arn:aws:kms:${region}:${account}:${name}`),
    ...arnOr(key, (id) => `arn:aws:kms:${region}:${account}:${id.startsWith("alias/") ? id : `key/${id}`}`),
  ];
};
