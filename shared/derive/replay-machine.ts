import { type ReplayFunction, replayFunctions } from "../replay/distributed/rights.ts";
import { arnOf, sub } from "./arns.ts";
import type { Resources } from "./queues.ts";
import { role, roleId } from "./roles.ts";

/** The state machine that replays an archive on AWS, and its role. */

const name = "${AWS::StackName}";
const statesArn = (kind: "stateMachine" | "execution", of: string) =>
  sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:${kind}:${of}`);

/** As the Serverless CLI calls them. */
const functionArn = (of: ReplayFunction) => `\${${roleId(of).replace(/Role$/, "LambdaFunction")}.Arn}`;

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

const task = (of: ReplayFunction, Payload: object, next: object) => ({
  Type: "Task",
  Resource: "arn:${AWS::Partition}:states:::lambda:invoke",
  Parameters: { FunctionName: functionArn(of), ...Payload },
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
const statements: readonly object[] = [
  { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: replayFunctions.map((of) => sub(functionArn(of))) },
  { Effect: "Allow", Action: ["s3:GetObject"], Resource: sub(`\${Results.Arn}/read/*`) },
  {
    Effect: "Allow",
    Action: ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
    Resource: sub(`\${Results.Arn}/map/*`),
  },
  {
    Effect: "Allow",
    Action: ["states:StartExecution"],
    Resource: statesArn("stateMachine", name),
  },
  {
    Effect: "Allow",
    Action: ["states:DescribeExecution", "states:StopExecution"],
    Resource: statesArn("execution", `${name}:*`),
  },
];

/** @param concurrency how many batches are read at once, at most */
export const replayMachine = (concurrency: number): Resources => ({
  ReplayRole: role("replay", statements, "states.amazonaws.com"),
  Replay: {
    Type: "AWS::StepFunctions::StateMachine",
    Properties: {
      StateMachineName: sub(name),
      RoleArn: arnOf("ReplayRole"),
      DefinitionString: sub(JSON.stringify(definition(concurrency))),
    },
  },
});
