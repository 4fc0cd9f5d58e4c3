import type { Keys } from "../../access/keys.ts";
import { ServiceError } from "../../types.ts";
import type { KinesisOptions, Operations, Request } from "./operation.ts";
import { count, requireQuota } from "./quota.ts";
import { nameOf } from "./stream.ts";

const quota = 25;

/**
 * What moto leaves out of stream encryption: the 25 starts and 25 stops in a rolling 24 hours, and the state of the key.
 * Source: Kinesis API Reference, StartStreamEncryption.
 */
export const encryption = ({ keys, state }: KinesisOptions): Operations => {
  const requireOften = ({ call: { operation }, account, arn }: Request) => {
    const message = `${operation} was called ${quota} times for stream ${nameOf(arn)} under account ${account} in the last 24 hours.`;
    requireQuota(state.stream(arn), operation, quota, message);
    return undefined;
  };
  const after = ({ call, arn }: Request) => {
    count(state.stream(arn), call.operation);
    return undefined;
  };
  return {
    StartStreamEncryption: {
      before: async (request) => {
        await requireKey(keys, String(request.input.KeyId), request.call.region);
        return requireOften(request);
      },
      after,
    },
    StopStreamEncryption: { before: requireOften, after },
  };
};

/** Throws what KMS has against the use of this key. AWS's own is always there. */
export const requireKey = async (keys: Keys, keyId: string, region: string): Promise<void> => {
  if (keyId.includes("alias/aws/")) return;
  const found = await keys.state(keyId, region);
  if (found === "missing") throw new ServiceError("KMSNotFoundException", `Key '${keyId}' does not exist`);
  if (found.state === "Disabled") throw new ServiceError("KMSDisabledException", `${found.arn} is disabled.`);
  if (found.state !== "Enabled")
    throw new ServiceError(
      "KMSInvalidStateException",
      `${found.arn} is ${found.state === "PendingDeletion" ? "pending deletion" : found.state}.`,
    );
};
