import { type ReplayFunction, replayRights } from "../replay/distributed/rights.ts";
import { archiveAt, type Place } from "../replay/place.ts";
import type { Resources } from "./queues.ts";
import { logs, operationOf, role, roleId } from "./roles.ts";

/** The part that replays archives on AWS: what follows from the code and from the parameters. The rest stands in serverless.replay.yml. */

export interface ReplayParams {
  /** `bucket/AWSLogs/` */
  readonly archive: string;
  /** The ARN of the key that the archive is encrypted with; empty without one. */
  readonly archiveKey: string;
  /** How many batches are read at once, at most. */
  readonly concurrency: string;
}

const sub = (text: string) => ({ "Fn::Sub": text });
const results = "${Results.Arn}";
const machine = "${AWS::StackName}";

/** What a function may do with objects and buckets, a statement for each call. */
const statementsFor = async (name: ReplayFunction, { bucket, prefix }: Place): Promise<readonly object[]> => {
  const statement = async (
    permission: (typeof replayRights)[ReplayFunction]["results"][number],
    where: Place | undefined,
  ) => {
    const { on, allowedBy } = await operationOf(permission);
    const Action = allowedBy?.map((action) => `s3:${action}`) ?? [permission];
    const at = where ? `arn:\${AWS::Partition}:s3:::${where.bucket}` : results;
    if (!on.includes("s3:bucket")) return { Effect: "Allow", Action, Resource: sub(`${at}/${where?.prefix ?? ""}*`) };
    const Condition = where?.prefix ? { StringLike: { "s3:prefix": `${where.prefix}*` } } : undefined;
    return { Effect: "Allow", Action, Resource: sub(at), ...(Condition ? { Condition } : {}) };
  };
  const { archive, results: own } = replayRights[name];
  return Promise.all([
    ...archive.map((permission) => statement(permission, { bucket, prefix })),
    ...own.map((permission) => statement(permission, undefined)),
  ]);
};

const functions = Object.keys(replayRights) as readonly ReplayFunction[];
const functionId = (name: ReplayFunction): string => roleId(name).replace(/Role$/, "LambdaFunction");
const functionArn = (name: ReplayFunction) => `\${${functionId(name)}.Arn}`;

/** What is wrong with the input stays wrong; what went wrong with Lambda itself passes; what went wrong in a function may. */
const again = [
  { ErrorEquals: ["UnusableInput"], MaxAttempts: 0 },
  {
    ErrorEquals: [
      "Lambda.TooManyRequestsException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
    ],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 8,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  },
  { ErrorEquals: ["States.TaskFailed", "States.Timeout"], IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 2 },
];

const task = (name: ReplayFunction, Payload: object, next: object) => ({
  Type: "Task",
  Resource: "arn:${AWS::Partition}:states:::lambda:invoke",
  Parameters: { FunctionName: functionArn(name), ...Payload },
  OutputPath: "$.Payload",
  Retry: again,
  ...next,
});

/**
 * The archive is cut into batches, which are read side by side and judged together. A batch that could not be read does not end the
 * replay: the report says so. Source: Step Functions Developer Guide, "Using Map state in Distributed mode".
 */
const definition = (concurrency: number) => ({
  Comment: "What would Lockkeeper have done? Reads an archive of CloudTrail's, and changes nothing.",
  StartAt: "Plan",
  States: {
    Plan: task(
      "plan",
      { Payload: { "run.$": "$$.Execution.Name", "began.$": "$$.Execution.StartTime", "filter.$": "$" } },
      { Next: "Read" },
    ),
    Read: {
      Type: "Map",
      ItemReader: {
        Resource: "arn:${AWS::Partition}:states:::s3:getObject",
        ReaderConfig: { InputType: "JSON" },
        Parameters: { Bucket: "${Results}", "Key.$": "$.key" },
      },
      MaxConcurrency: concurrency,
      ToleratedFailurePercentage: 100,
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "ReadBatch",
        States: { ReadBatch: task("read", { "Payload.$": "$" }, { End: true }) },
      },
      // What the batches came to lies there: all of it would be too much for the state of the execution.
      ResultWriter: {
        Resource: "arn:${AWS::Partition}:states:::s3:putObject",
        Parameters: { Bucket: "${Results}", "Prefix.$": "States.Format('map/{}', $$.Execution.Name)" },
      },
      ResultPath: null,
      Next: "Judge",
    },
    Judge: task("judge", { "Payload.$": "$" }, { End: true }),
  },
});

/** What the state machine does by itself. Source: Step Functions Developer Guide, "IAM policies for using Distributed Map states". */
const machineStatements: readonly object[] = [
  { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: functions.map((name) => sub(functionArn(name))) },
  { Effect: "Allow", Action: ["s3:GetObject"], Resource: sub(`${results}/read/*`) },
  {
    Effect: "Allow",
    Action: ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
    Resource: sub(`${results}/map/*`),
  },
  {
    Effect: "Allow",
    Action: ["states:StartExecution"],
    Resource: sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${machine}`),
  },
  {
    Effect: "Allow",
    Action: ["states:DescribeExecution", "states:StopExecution"],
    Resource: sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:execution:${machine}:*`),
  },
];

/** How many at once. @throws TypeError: what was expected */
const atOnce = (concurrency: string): number => {
  const count = Number(concurrency);
  if (!Number.isInteger(count) || count < 1)
    throw new TypeError(
      `--param concurrency: expected how many batches are read at once, such as 20, found ${concurrency}`,
    );
  return count;
};

/** @throws TypeError, UnusableInput: which parameter is wrong, and what was expected */
export const replayPart = async ({ archive, archiveKey, concurrency }: ReplayParams): Promise<Resources> => {
  const place = archiveAt(archive);
  const decrypts = { Effect: "Allow", Action: ["kms:Decrypt"], Resource: archiveKey };
  const roles = functions.map(async (name) => {
    const Statement = [
      ...(await statementsFor(name, place)),
      ...(archiveKey && name === "read" ? [decrypts] : []),
      logs(name),
    ];
    return [roleId(name), role(name, Statement)] as const;
  });
  return {
    ...Object.fromEntries(await Promise.all(roles)),
    ReplayRole: role("replay", machineStatements, "states.amazonaws.com"),
    Replay: {
      Type: "AWS::StepFunctions::StateMachine",
      Properties: {
        StateMachineName: sub(machine),
        RoleArn: { "Fn::GetAtt": ["ReplayRole", "Arn"] },
        DefinitionString: sub(JSON.stringify(definition(atOnce(concurrency)))),
      },
    },
  };
};
