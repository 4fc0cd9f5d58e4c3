import { kinesis as arnsOf } from "../access/arns/streams.ts";
import type { Keys } from "../access/keys.ts";
import { type Call, type Reply, ServiceError } from "../types.ts";
import type { Answers } from "./types.ts";

const day = 24 * 60 * 60 * 1000;
const quota = 25;

/** Operations that a stream takes only while it is ACTIVE. Source: Kinesis API Reference, ResourceInUseException. */
const wantsActive =
  /^(St(art|op)StreamEncryption|(In|De)creaseStreamRetentionPeriod|UpdateShardCount|SplitShard|MergeShards|UpdateStreamMode|UpdateMaxRecordSize|(En|Dis)ableEnhancedMonitoring)$/;

interface StreamChanges {
  updatingUntil: number;
  readonly starts: number[];
  readonly stops: number[];
}

/**
 * What moto leaves out of stream encryption: the time in which a stream is UPDATING, the 25 starts and 25 stops in a rolling
 * 24 hours, the state of the key; and the dry runs. Source: Kinesis API Reference, StartStreamEncryption.
 */
export const kinesisAnswers = (keys: Keys, updatingMs: number): Answers => {
  const streams = new Map<string, StreamChanges>();
  const changesOf = (arn: string) => {
    const known = streams.get(arn) ?? { updatingUntil: 0, starts: [], stops: [] };
    streams.set(arn, known);
    return known;
  };
  const arnOf = (call: Call, account: string) => arnsOf(call, { region: call.region, account })[0] ?? "";

  return {
    answer: async (call, { account }) => {
      const { operation, input } = call;
      if (input.DryRun === true) throw dryRun(operation);
      const arn = arnOf(call, account);
      if (operation === "DeleteStream") streams.delete(arn);
      if (wantsActive.test(operation) && changesOf(arn).updatingUntil > Date.now()) throw updating(arn, account);
      if (operation === "StartStreamEncryption") await requireKey(keys, String(input.KeyId), call.region);
      if (/^St(art|op)StreamEncryption$/.test(operation)) requireQuota(changesOf(arn), operation, account, arn);
      return undefined;
    },
    adjust: (call, reply, { account }) => {
      if (reply.status >= 300) return reply;
      if (/^St(art|op)StreamEncryption$/.test(call.operation)) {
        const changes = changesOf(arnOf(call, account));
        changes.updatingUntil = Date.now() + updatingMs;
        (call.operation.startsWith("Start") ? changes.starts : changes.stops).push(Date.now());
      }
      return /^(DescribeStream|DescribeStreamSummary|ListStreams)$/.test(call.operation)
        ? withStatus(reply, streams)
        : reply;
    },
  };
};

const requireKey = async (keys: Keys, keyId: string, region: string): Promise<void> => {
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

const requireQuota = (changes: StreamChanges, operation: string, account: string, arn: string): void => {
  const made = operation.startsWith("Start") ? changes.starts : changes.stops;
  if (made.filter((time) => time > Date.now() - day).length < quota) return;
  const message = `${operation} was called ${quota} times for stream ${nameOf(arn)} under account ${account} in the last 24 hours.`;
  throw new ServiceError("LimitExceededException", message);
};

const nameOf = (arn: string) => arn.split("/").at(-1) ?? arn;

const updating = (arn: string, account: string) =>
  new ServiceError(
    "ResourceInUseException",
    `Stream ${nameOf(arn)} under account ${account} not ACTIVE, instead in state UPDATING`,
  );

const dryRun = (operation: string) =>
  new ServiceError(
    "DryRunOperationException",
    `DryRunOperation validation succeeded while calling ${operation} operation.: Request would have succeeded, but DryRun flag is set.`,
  );

const withStatus = (reply: Reply, streams: ReadonlyMap<string, StreamChanges>): Reply => {
  const now = Date.now();
  const show = (_: string, value: unknown): unknown => {
    if (typeof value !== "object" || value === null || !("StreamARN" in value) || !("StreamStatus" in value))
      return value;
    const changes = streams.get(String(value.StreamARN));
    return changes && changes.updatingUntil > now ? { ...value, StreamStatus: "UPDATING" } : value;
  };
  return { ...reply, body: Buffer.from(JSON.stringify(JSON.parse(reply.body.toString("utf8"), show))) };
};
