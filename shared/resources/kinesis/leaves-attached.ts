import { type Bag, bagOf, textOf } from "../../cloudtrail/parameters.ts";
import { parseArn } from "../arn.ts";
import type { Channel } from "./channels.ts";
import type { Leaves } from "./state.ts";

/** What calls leave of what hangs on a stream: policies, consumers, channels. */

export const policies =
  (policyIn: (request: Bag) => string | undefined): Leaves =>
  ({ request }, before) => {
    const of = textOf(request["resourceARN"]);
    if (of === undefined) return {};
    const { [of]: _, ...others } = before.policies;
    const policy = policyIn(request);
    return { policies: policy === undefined ? others : { ...others, [of]: policy } };
  };

export const registered: Leaves = ({ request, response }, before) => {
  const name = textOf(request["consumerName"]);
  if (name === undefined) return {};
  const arn = textOf(bagOf(response["consumer"])["consumerARN"]) ?? `${before.arn}/consumer/${name}:0`;
  return { consumers: [...before.consumers.filter((one) => one.name !== name), { name, arn }] };
};

export const deregistered: Leaves = ({ request }, before) => {
  const gone = before.consumers.filter(
    ({ name, arn }) => name === request["consumerName"] || arn === request["consumerARN"],
  );
  const { policies: all } = before;
  return {
    consumers: before.consumers.filter((one) => !gone.includes(one)),
    policies: Object.fromEntries(Object.entries(all).filter(([of]) => gone.every(({ arn }) => arn !== of))),
  };
};

const bucketsIn = (request: Bag): Channel["destinations"] => {
  const s3 = bagOf(request["s3DestinationConfiguration"]);
  const tables = bagOf(request["s3TablesDestinationConfiguration"]);
  const buckets = [
    s3["storageConfiguration"],
    s3["deadLetterQueueS3Configuration"],
    tables["deadLetterQueueS3Configuration"],
  ].map(bagOf);
  const list = tables["s3TablesConfigurationList"];
  const tableBuckets = (Array.isArray(list) ? list : []).map((one) => textOf(bagOf(one)["tableBucketARN"]));
  return [
    ...buckets.flatMap(({ bucketARN, expectedBucketOwner }) => {
      const [bucket, account] = [textOf(bucketARN), textOf(expectedBucketOwner)];
      return bucket ? [{ bucket, ...(account ? { account } : {}) }] : [];
    }),
    ...tableBuckets.flatMap((bucket) => {
      const account = bucket && parseArn(bucket)?.account;
      return bucket ? [{ bucket, ...(account ? { account } : {}) }] : [];
    }),
  ];
};

export const channelCreated: Leaves = ({ request, response }, before) => {
  const name = textOf(request["channelName"]);
  if (name === undefined) return {};
  const arn = textOf(response["channelARN"]) ?? textOf(bagOf(response["channelDescription"])["channelARN"]) ?? name;
  const role = textOf(request["serviceExecutionRoleARN"]);
  const channel = { name, arn, ...(role ? { role } : {}), destinations: bucketsIn(request) };
  return { channels: [...before.channels.filter((one) => one.arn !== arn), channel] };
};
