/** CloudFormation for the queues. Each is encrypted, speaks TLS only, and has a dead-letter queue with an alarm that reaches the people on call. */

export type Resources = Readonly<Record<string, object>>;

/** After so many receives a message goes to the dead-letter queue: about an hour and a half, the waits in between growing from seconds to a minute. */
export const receives = 100;
const fourteenDays = 1_209_600;

const getAtt = (id: string, attribute: string) => ({ "Fn::GetAtt": [id, attribute] });
const name = (kind: string) => ({ "Fn::Sub": `\${AWS::StackName}-${kind}` });

const tlsOnly = (queue: string) => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: getAtt(queue, "Arn"),
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const fromRules = (queue: string, rules: readonly string[]) => ({
  Sid: "FromOurRules",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: getAtt(queue, "Arn"),
  Condition: { ArnEquals: { "aws:SourceArn": rules.map((rule) => getAtt(rule, "Arn")) } },
});

/**
 * Who may write to a queue. Orders and events have the power to have something done, so that a right to `sqs:*` in the account
 * is not enough: nobody may but the roles named here, the operators of lockkeeper.yml, and AWS's own services.
 */
export interface Writers {
  /** Logical ids of roles. */
  readonly roles?: readonly string[];
  /** Logical ids of rules. */
  readonly rules?: readonly string[];
  /** ARNs, wildcards allowed. */
  readonly operators?: readonly string[];
}

const onlyFrom = (queue: string, { roles = [], operators = [] }: Writers) => {
  const arns = [...roles.map((role) => getAtt(role, "Arn")), ...operators];
  return {
    Sid: "NobodyElse",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:SendMessage",
    Resource: getAtt(queue, "Arn"),
    Condition: {
      Bool: { "aws:PrincipalIsAWSService": "false" },
      ...(arns.length > 0 ? { ArnNotLike: { "aws:PrincipalArn": arns } } : {}),
    },
  };
};

const policy = (queue: string, writers: Writers | undefined) => {
  const { rules = [] } = writers ?? {};
  return {
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      Queues: [{ Ref: queue }],
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          tlsOnly(queue),
          ...(writers ? [onlyFrom(queue, writers)] : []),
          ...(rules.length > 0 ? [fromRules(queue, rules)] : []),
        ],
      },
    },
  };
};

/** Something in a queue is not being handled: nobody reads it, or it fails again and again. */
const ageAlarm = (queue: string, what: string) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmDescription: `${what}: a message has been waiting for ten minutes. Is the function that reads it running?`,
    Namespace: "AWS/SQS",
    MetricName: "ApproximateAgeOfOldestMessage",
    Dimensions: [{ Name: "QueueName", Value: getAtt(queue, "QueueName") }],
    Statistic: "Maximum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 600,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [{ Ref: "OnCallTopic" }],
  },
});

const alarm = (queue: string, what: string) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmDescription: `${what}: something was not handled. Look at the messages in this queue.`,
    Namespace: "AWS/SQS",
    MetricName: "ApproximateNumberOfMessagesVisible",
    Dimensions: [{ Name: "QueueName", Value: getAtt(queue, "QueueName") }],
    Statistic: "Maximum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [{ Ref: "OnCallTopic" }],
  },
});

/** A queue for what could not be delivered or handled. */
export const deadLetters = (id: string, kind: string, writers?: Writers): Resources => ({
  [id]: {
    Type: "AWS::SQS::Queue",
    Properties: { QueueName: name(kind), SqsManagedSseEnabled: true, MessageRetentionPeriod: fourteenDays },
  },
  [`${id}Policy`]: policy(id, writers),
  [`${id}Alarm`]: alarm(id, kind),
});

/** A queue for what nobody can read, kept for people to look at. They are told by a message, so there is no alarm. */
export const shelf = (id: string, kind: string, writers: Writers): Resources => ({
  [id]: {
    Type: "AWS::SQS::Queue",
    Properties: { QueueName: name(kind), SqsManagedSseEnabled: true, MessageRetentionPeriod: fourteenDays },
  },
  [`${id}Policy`]: policy(id, writers),
});

/**
 * A queue and its dead-letter queue.
 * @param visibility seconds; at least as long as the function that reads it may run
 */
export const queue = (id: string, kind: string, visibility: number, writers: Writers): Resources => ({
  [id]: {
    Type: "AWS::SQS::Queue",
    Properties: {
      QueueName: name(kind),
      SqsManagedSseEnabled: true,
      VisibilityTimeout: visibility,
      MessageRetentionPeriod: fourteenDays,
      RedrivePolicy: { deadLetterTargetArn: getAtt(`${id}DeadLetters`, "Arn"), maxReceiveCount: receives },
    },
  },
  [`${id}Policy`]: policy(id, writers),
  [`${id}AgeAlarm`]: ageAlarm(id, kind),
  ...deadLetters(`${id}DeadLetters`, `${kind}-dead-letters`),
});
