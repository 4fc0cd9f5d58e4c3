import * as v from "valibot";
import type { DeployedResource, DeployedStack } from "./deployed.ts";

/** A Lambda function as the template deployed it. Its configuration is read from Lambda when an environment starts. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly code: { readonly bucket: string; readonly key: string };
  readonly reservedConcurrency?: number | undefined;
  readonly logFormat: "Text" | "JSON";
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
  readonly filters: readonly unknown[];
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly bisectsOnError: boolean;
  /** -1: without end. */
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
  readonly onFailureArn?: string | undefined;
}

/** CloudFormation takes numbers and booleans as text too. */
const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number));
const flag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((value) => String(value) === "true"),
);

const FunctionProperties = v.object({
  Role: v.string(),
  Code: v.object({ S3Bucket: v.string(), S3Key: v.string() }),
  ReservedConcurrentExecutions: v.optional(number),
  LoggingConfig: v.optional(v.object({ LogFormat: v.optional(v.picklist(["Text", "JSON"])) })),
});

export const functionsOf = ({ resources }: DeployedStack): readonly DeployedFunction[] =>
  resources
    .filter(({ type }) => type === "AWS::Lambda::Function")
    .map(({ physicalId, arn = "", properties }) => {
      const { Role, Code, ReservedConcurrentExecutions, LoggingConfig } = v.parse(FunctionProperties, properties);
      return {
        name: physicalId,
        arn,
        roleArn: Role,
        code: { bucket: Code.S3Bucket, key: Code.S3Key },
        reservedConcurrency: ReservedConcurrentExecutions,
        logFormat: LoggingConfig?.LogFormat ?? "Text",
      };
    });

export const eventSourcesOf = ({ resources }: DeployedStack): readonly EventSource[] =>
  resources.filter(({ type }) => type === "AWS::Lambda::EventSourceMapping").map(eventSourceOf);

const asJson = v.pipe(v.string(), v.parseJson());

/** Strict: a setting that the pollers do not heed must not look as if they did. */
const MappingProperties = v.strictObject({
  EventSourceArn: v.string(),
  FunctionName: v.string(),
  Enabled: v.optional(flag, true),
  BatchSize: v.optional(number),
  MaximumBatchingWindowInSeconds: v.optional(number, 0),
  FunctionResponseTypes: v.optional(v.array(v.string()), []),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(number) })),
  FilterCriteria: v.optional(v.object({ Filters: v.optional(v.array(v.object({ Pattern: asJson })), []) })),
  StartingPosition: v.optional(v.picklist(["TRIM_HORIZON", "LATEST"]), "LATEST"),
  BisectBatchOnFunctionError: v.optional(flag, false),
  MaximumRetryAttempts: v.optional(number, -1),
  MaximumRecordAgeInSeconds: v.optional(number, -1),
  DestinationConfig: v.optional(v.object({ OnFailure: v.optional(v.object({ Destination: v.string() })) })),
  Tags: v.optional(v.unknown()),
});

const eventSourceOf = ({ physicalId, properties }: DeployedResource): EventSource => {
  const mapping = v.parse(MappingProperties, properties);
  const fromQueue = mapping.EventSourceArn.split(":")[2] === "sqs";
  return {
    uuid: physicalId,
    functionName: mapping.FunctionName.slice(mapping.FunctionName.lastIndexOf(":") + 1),
    sourceArn: mapping.EventSourceArn,
    enabled: mapping.Enabled,
    batchSize: mapping.BatchSize ?? (fromQueue ? 10 : 100),
    batchingWindowSeconds: mapping.MaximumBatchingWindowInSeconds,
    reportsItemFailures: mapping.FunctionResponseTypes.includes("ReportBatchItemFailures"),
    maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY,
    filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern),
    startingPosition: mapping.StartingPosition,
    bisectsOnError: mapping.BisectBatchOnFunctionError,
    maximumRetryAttempts: mapping.MaximumRetryAttempts,
    maximumRecordAgeSeconds: mapping.MaximumRecordAgeInSeconds,
    onFailureArn: mapping.DestinationConfig?.OnFailure?.Destination,
  };
};
