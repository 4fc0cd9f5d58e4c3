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
 * Who may use a queue. Events and orders have the power to have something done, so that a right to `sqs:*` in the account is not
 * enough to write, take or purge them: nobody may but those named here. Who may change the queue's own attributes can still
 * change this, as a deployment must be able to.
 */
export interface Users {
  /** Logical ids of the roles that write to it. */
  readonly writers?: readonly string[];
  /** Logical id of the role that reads it. */
  readonly reader?: string;
  /** Logical ids of the rules that send to it. */
  readonly rules?: readonly string[];
  /** The operators of lockkeeper.yml: ARNs, wildcards allowed. They may do all of it. */
  readonly operators: readonly string[];
}

const nobodyBut = (
  Sid: string,
  queue: string,
  Action: readonly string[],
  roles: readonly string[],
  { operators }: Users,
) => {
  const arns = [...roles.map((role) => getAtt(role, "Arn")), ...operators];
  return {
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource: getAtt(queue, "Arn"),
    Condition: {
      Bool: { "aws:PrincipalIsAWSService": "false" },
      ...(arns.length > 0 ? { ArnNotLike: { "aws:PrincipalArn": arns } } : {}),
    },
  };
};

const policy = (queue: string, users: Users) => {
  const { writers = [], reader, rules = [] } = users;
  const taking = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:PurgeQueue"];
  return {
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      Queues: [{ Ref: queue }],
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          tlsOnly(queue),
          nobodyBut("NobodyElseWrites", queue, ["sqs:SendMessage"], writers, users),
          nobodyBut("NobodyElseTakes", queue, taking, reader ? [reader] : [], users),
          ...(rules.length > 0 ? [fromRules(queue, rules)] : []),
        ],
      },
    },
  };
};

interface Watch {
  readonly metric: "ApproximateNumberOfMessagesVisible" | "ApproximateAgeOfOldestMessage";
  readonly above: number;
  readonly says: string;
}

/** Something was not handled. */
const anyMessage: Watch = {
  metric: "ApproximateNumberOfMessagesVisible",
  above: 0,
  says: "something was not handled. Look at the messages in this queue.",
};

/** Something is not being handled: nobody reads the queue, or it fails again and again. */
const oldMessage: Watch = {
  metric: "ApproximateAgeOfOldestMessage",
  above: 600,
  says: "a message has been waiting for ten minutes. Is the function that reads it running?",
};

const alarm = (queue: string, what: string, { metric, above, says }: Watch) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmDescription: `${what}: ${says}`,
    Namespace: "AWS/SQS",
    MetricName: metric,
    Dimensions: [{ Name: "QueueName", Value: getAtt(queue, "QueueName") }],
    Statistic: "Maximum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: above,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [{ Ref: "OnCallTopic" }],
  },
});

/** A queue for what nobody can read, kept for people to look at. They are told by a message, so there is no alarm. */
export const shelf = (id: string, kind: string, users: Users): Resources => ({
  [id]: {
    Type: "AWS::SQS::Queue",
    Properties: { QueueName: name(kind), SqsManagedSseEnabled: true, MessageRetentionPeriod: fourteenDays },
  },
  [`${id}Policy`]: policy(id, users),
});

/** A queue for what could not be delivered or handled. Nobody is told of that by a message, so it has an alarm. */
export const deadLetters = (id: string, kind: string, users: Users): Resources => ({
  ...shelf(id, kind, users),
  [`${id}Alarm`]: alarm(id, kind, anyMessage),
});

/**
 * A queue and its dead-letter queue.
 * @param visibility seconds; at least as long as the function that reads it may run
 */
export const queue = (id: string, kind: string, visibility: number, users: Users): Resources => ({
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
  [`${id}Policy`]: policy(id, users),
  [`${id}AgeAlarm`]: alarm(id, kind, oldMessage),
  ...deadLetters(`${id}DeadLetters`, `${kind}-dead-letters`, { operators: users.operators }),
});
