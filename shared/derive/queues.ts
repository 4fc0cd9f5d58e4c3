/** CloudFormation for the queues. Each is encrypted, speaks TLS only, and has a dead-letter queue with an alarm that reaches the people on call. */

export type Resources = Readonly<Record<string, object>>;

/** After so many receives a message goes to the dead-letter queue; the waits in between grow from seconds to minutes. */
export const receives = 5;
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

const policy = (queue: string, rules: readonly string[]) => ({
  Type: "AWS::SQS::QueuePolicy",
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [tlsOnly(queue), ...(rules.length > 0 ? [fromRules(queue, rules)] : [])],
    },
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

/** A queue for what could not be delivered or handled. `rules`: the rules that may put what they could not deliver there. */
export const deadLetters = (id: string, kind: string, rules: readonly string[] = []): Resources => ({
  [id]: {
    Type: "AWS::SQS::Queue",
    Properties: { QueueName: name(kind), SqsManagedSseEnabled: true, MessageRetentionPeriod: fourteenDays },
  },
  [`${id}Policy`]: policy(id, rules),
  [`${id}Alarm`]: alarm(id, kind),
});

/**
 * A queue and its dead-letter queue.
 * @param visibility seconds; at least as long as the function that reads it may run
 * @param rules the rules that may send to it
 */
export const queue = (id: string, kind: string, visibility: number, rules: readonly string[] = []): Resources => ({
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
  [`${id}Policy`]: policy(id, rules),
  ...deadLetters(`${id}DeadLetters`, `${kind}-dead-letters`),
});
