import type { DeployedResource, DeployedStack } from "./deployed.ts";

/** A Lambda function as the template deployed it. Its configuration is read from Lambda when an environment starts. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly code: { readonly bucket: string; readonly key: string };
  readonly reservedConcurrency?: number;
}

/** An event source mapping as the template deployed it; moto keeps only a part of it. */
export interface EventSource {
  readonly uuid: string;
  readonly functionName: string;
  /** A queue's or a table stream's ARN. */
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number;
  /** A record passes when it matches one of them; no filter lets all pass. */
  readonly filters: readonly object[];
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly bisectsOnError: boolean;
  /** -1: without end. */
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
  readonly onFailureArn?: string;
}

export const functionsOf = ({ resources }: DeployedStack): readonly DeployedFunction[] =>
  resources
    .filter(({ type }) => type === "AWS::Lambda::Function")
    .map(({ physicalId, arn = "", properties }) => {
      const { Role, Code, ReservedConcurrentExecutions: reserved } = properties as {
        readonly Role: string;
        readonly Code: { readonly S3Bucket: string; readonly S3Key: string };
        readonly ReservedConcurrentExecutions?: number;
      };
      const code = { bucket: Code.S3Bucket, key: Code.S3Key };
      return { name: physicalId, arn, roleArn: Role, code, ...(reserved !== undefined && { reservedConcurrency: Number(reserved) }) };
    });

export const eventSourcesOf = ({ resources }: DeployedStack): readonly EventSource[] =>
  resources.filter(({ type }) => type === "AWS::Lambda::EventSourceMapping").map(eventSourceOf);

interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean | string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern: string }[] };
  readonly StartingPosition?: "TRIM_HORIZON" | "LATEST";
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: string } };
}

const eventSourceOf = ({ physicalId, properties }: DeployedResource): EventSource => {
  const mapping = properties as unknown as MappingProperties;
  const onFailureArn = mapping.DestinationConfig?.OnFailure?.Destination;
  const fromQueue = mapping.EventSourceArn.split(":")[2] === "sqs";
  return {
    uuid: physicalId,
    functionName: mapping.FunctionName.slice(mapping.FunctionName.lastIndexOf(":") + 1),
    sourceArn: mapping.EventSourceArn,
    enabled: String(mapping.Enabled ?? true) === "true",
    batchSize: Number(mapping.BatchSize ?? (fromQueue ? 10 : 100)),
    batchingWindowSeconds: Number(mapping.MaximumBatchingWindowInSeconds ?? 0),
    reportsItemFailures: mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    maximumConcurrency: Number(mapping.ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY),
    filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern) as object),
    startingPosition: mapping.StartingPosition ?? "LATEST",
    bisectsOnError: mapping.BisectBatchOnFunctionError ?? false,
    maximumRetryAttempts: Number(mapping.MaximumRetryAttempts ?? -1),
    maximumRecordAgeSeconds: Number(mapping.MaximumRecordAgeInSeconds ?? -1),
    ...(onFailureArn && { onFailureArn }),
  };
};
