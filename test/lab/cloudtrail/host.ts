import type { Call } from "../door/types.ts";
import { textOf } from "../door/values.ts";
import { s3Host } from "./parameters.ts";

/** The host name that the client would have called on AWS. */
export const hostHeader = ({ service, operation, input, region }: Call, account: string): string => {
  if (service.prefix === "iam") return "iam.amazonaws.com";
  if (service.prefix === "s3") return s3Host(typeof input.Bucket === "string" ? input.Bucket : undefined, region);
  const host = `${service.model?.metadata.endpointPrefix ?? service.source}.${region}.amazonaws.com`;
  const isByArn = ["StreamARN", "ConsumerARN", "ChannelARN", "ResourceARN"].some((name) => name in input);
  if (service.prefix !== "kinesis" || !isByArn) return host;
  // SDKs send calls that name a stream by ARN to a host of the account.
  const plane = textOf(service.model?.operations[operation]?.staticContextParams?.OperationType?.value) ?? "control";
  return `${account}.${plane}-${host}`;
};
