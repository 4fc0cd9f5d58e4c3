import { isDataEvent, isReadOnly } from "../../../cloudtrail/classify.ts";
import { kinesis as arnsOf } from "../../access/arns/streams.ts";
import { type Call, ServiceError } from "../../types.ts";
import type { Answers } from "../types.ts";
import { accountSettings } from "./account-settings.ts";
import { capacity } from "./capacity.ts";
import { channels } from "./channels.ts";
import { consumers } from "./consumers.ts";
import { encryption } from "./encryption.ts";
import { life } from "./life.ts";
import { monitoring } from "./monitoring.ts";
import type { KinesisOptions, Operations, Request } from "./operation.ts";
import { policies } from "./policies.ts";
import { openRate } from "./rate.ts";
import { records } from "./records.ts";
import { retention } from "./retention.ts";
import { shards } from "./shards.ts";
import { accountOf, inUse, isStream, nameOf } from "./stream.ts";
import { subscription } from "./subscription.ts";
import { passingStatus, withState } from "./summary.ts";
import { tagging } from "./tags.ts";
import { requireValid } from "./validation.ts";

export type { KinesisOptions } from "./operation.ts";
export { type KinesisState, openKinesisState } from "./state.ts";

/** After these a stream is UPDATING for a while. Source: Kinesis API Reference. */
const updates =
  /^(St(art|op)StreamEncryption|(In|De)creaseStreamRetentionPeriod|UpdateShardCount|SplitShard|MergeShards|UpdateStreamMode|UpdateStreamWarmThroughput|UpdateMaxRecordSize|(En|Dis)ableEnhancedMonitoring)$/;

/** What moto lacks of Kinesis Data Streams, or does otherwise than AWS: one file for each concern. */
export const kinesisAnswers = (options: KinesisOptions): Answers => {
  const { state, updatingMs } = options;
  const operations: Operations = {
    ...accountSettings(options),
    ...capacity(options),
    ...channels(options),
    ...consumers(options),
    ...encryption(options),
    ...life(options),
    ...monitoring(options),
    ...policies(options),
    ...records(options),
    ...retention(options),
    ...shards(options),
    ...subscription(options),
    ...tagging(options),
  };
  const requireRate = openRate(options.resourcePolicyTps);
  const asRequest = (call: Call, account: string): Request => {
    const [arn = ""] = arnsOf(call, { region: call.region, account });
    return { call, input: call.input, account, arn };
  };
  return {
    answer: async (call, { account }) => {
      const request = asRequest(call, account);
      if (call.input.DryRun === true) throw dryRun(call.operation);
      requireRate(call.operation, account, call.region);
      requireValid(call);
      const status = passingStatus(state, request.arn);
      if (status && isStream(request.arn) && wantsActive(call))
        throw inUse(
          `Stream ${nameOf(request.arn)} under account ${accountOf(request.arn)} not ACTIVE, instead in state ${status}`,
        );
      return operations[call.operation]?.before?.(request);
    },
    adjust: async (call, reply, { account }) => {
      if (reply.status >= 300) return reply;
      const request = asRequest(call, account);
      const given = (await operations[call.operation]?.after?.(request, reply)) ?? reply;
      if (updates.test(call.operation)) state.stream(request.arn).updatingUntil = Date.now() + updatingMs;
      return withState(call, given, state);
    },
  };
};

/** Writes that may answer ResourceInUseException want the stream to be ACTIVE; CreateStream means another one by it. */
const wantsActive = ({ service, operation }: Call): boolean => {
  if (isReadOnly("kinesis", operation) || isDataEvent("kinesis", operation) || operation === "CreateStream")
    return false;
  const errors = service.model?.operations[operation]?.errors ?? [];
  return errors.some(({ shape }) => shape === "ResourceInUseException");
};

const dryRun = (operation: string) =>
  new ServiceError(
    "DryRunOperationException",
    `DryRunOperation validation succeeded while calling ${operation} operation.: Request would have succeeded, but DryRun flag is set.`,
  );
