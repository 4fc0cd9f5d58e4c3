import { identityActions, resourceActions } from "../actions/index.ts";
import type { Besides, Operation } from "../aws/operation.ts";
import type { Families, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import { drifts } from "../detections/index.ts";
import { type FunctionName, judges, notifyRights, rights } from "../response/rights.ts";
import { arnOf, arnsOf, mayEnforce, queueReadBy } from "./arns.ts";
import type { Resources } from "./queues.ts";

/** A role for each function: the union of the calls that its detections, its actions and its own plumbing declare. */

const families: { readonly [F in keyof Families]: () => Promise<{ readonly [M in F]: Families[M] }> } = {
  "access-analyzer": async () => ({ "access-analyzer": (await import("../aws/access-analyzer.ts")).accessAnalyzer }),
  dynamodb: () => import("../aws/dynamodb.ts"),
  events: () => import("../aws/events.ts"),
  iam: () => import("../aws/iam.ts"),
  kinesis: () => import("../aws/kinesis.ts"),
  kms: () => import("../aws/kms.ts"),
  s3: () => import("../aws/s3.ts"),
  securityhub: () => import("../aws/securityhub.ts"),
  sns: () => import("../aws/sns.ts"),
  sqs: () => import("../aws/sqs.ts"),
};

/** The operation behind a permission. */
export const operationOf = async (permission: Permission): Promise<Operation<never, unknown>> => {
  const [family, name] = permission.split(":") as [keyof Families, string];
  const loaded = (await families[family]()) as Readonly<
    Record<string, Readonly<Record<string, Operation<never, unknown>>>>
  >;
  const operation = loaded[family]?.[name];
  if (operation === undefined) throw new Error(`no operation is called ${permission}`);
  return operation;
};

type Of = readonly { readonly reads: readonly Permission[]; readonly writes?: readonly Permission[] }[];
const readsOf = (all: Of): readonly Permission[] => all.flatMap(({ reads }) => reads);
const writesOf = (all: Of): readonly Permission[] => all.flatMap(({ writes }) => writes ?? []);

/** The IAM actions that allow a call: of its own name, but where the operation says otherwise. */
export const actionsFor = async (permission: Permission): Promise<readonly string[]> => {
  const { allowedBy } = await operationOf(permission);
  const service = permission.slice(0, permission.indexOf(":"));
  return allowedBy?.map((action) => `${service}:${action}`) ?? [permission];
};

/** What notify needs for those whom lockkeeper.yml wants told besides the people on call. */
const configured = ({ notify }: Settings): readonly Permission[] => [
  ...(notify.securityHub ? notifyRights.securityHub : []),
  ...(notify.eventBus ? notifyRights.eventBus : []),
];

/** Every call that a function may make under these settings. Writes of actions only if anything may be enforced at all. */
export const permissionsOf = (name: FunctionName, settings: Settings): readonly Permission[] => {
  const actions: Of = name === "contain" ? identityActions : name === "restore" ? resourceActions : [];
  const reads = judges.includes(name) ? readsOf(drifts.map(({ of }) => of)) : readsOf(actions);
  const besides = name === "notify" ? configured(settings) : [];
  return [
    ...new Set([...rights[name], ...besides, ...reads, ...(mayEnforce(settings) ? writesOf(actions) : [])]),
  ].sort();
};

/** One statement for all calls that need the same resources, under the same condition if there is one. */
export const statementsFor = async (name: FunctionName, settings: Settings): Promise<readonly object[]> => {
  const actionWrites = writesOf([...identityActions, ...resourceActions]);
  const alike = new Map<string, string[]>();
  for (const permission of permissionsOf(name, settings)) {
    const { on, besides = [] } = await operationOf(permission);
    const grant = { permission, name, settings, enforces: actionWrites.includes(permission) };
    const own = (await actionsFor(permission)).map((action): Besides => ({ action, on }));
    for (const { action, on: kinds, when } of [...own, ...besides]) {
      const Resource = kinds.length === 0 ? ["*"] : kinds.flatMap((kind) => arnsOf(kind, grant));
      const key = JSON.stringify({ Resource, ...(when ? { Condition: when } : {}) });
      alike.set(key, [...(alike.get(key) ?? []), action]);
    }
  }
  return [...alike].flatMap(([key, Action]) => {
    const granted = JSON.parse(key) as { readonly Resource: readonly object[] };
    return granted.Resource.length > 0 ? [{ Effect: "Allow", Action: [...new Set(Action)], ...granted }] : [];
  });
};

/** What Lambda itself does under the role on the function's behalf: reading its source, writing its log. */
const forLambda: Readonly<Record<FunctionName, readonly object[]>> = {
  detect: [],
  sweep: [],
  contain: [],
  restore: [],
  operate: [],
  notify: [
    {
      Effect: "Allow",
      Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
      Resource: { "Fn::GetAtt": ["Ledger", "StreamArn"] },
    },
    { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: arnOf("Untold") },
    // SNS encrypts with the topic's key on behalf of whoever publishes.
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: arnOf("TopicKey") },
  ],
};

const polls = (queue: string): object => ({
  Effect: "Allow",
  Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
  Resource: arnOf(queue),
});

/** What a function needs to write its log. */
export const logs = (name: string): object => ({
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: {
    "Fn::Sub": `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/\${AWS::StackName}-${name}:*`,
  },
});

export const roleId = (name: string): string => `${name.replace(/^./, (c) => c.toUpperCase())}Role`;

/** A role for a part of the stack. @param service who takes it on, `lambda.amazonaws.com` */
export const role = (name: string, Statement: readonly object[], service = "lambda.amazonaws.com") => ({
  Type: "AWS::IAM::Role",
  Properties: {
    RoleName: { "Fn::Sub": `\${AWS::StackName}-${name}-\${AWS::Region}` },
    Description: `What Lockkeeper's ${name} may do. Derived from its code.`,
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    },
    Policies: [{ PolicyName: name, PolicyDocument: { Version: "2012-10-17", Statement } }],
  },
});

export const roles = async (settings: Settings): Promise<Resources> => {
  const all = await Promise.all(
    (Object.keys(rights) as FunctionName[]).map(async (name) => {
      const Statement = [
        ...(await statementsFor(name, settings)),
        ...[queueReadBy(name)].filter((queue) => queue !== undefined).map(polls),
        ...forLambda[name],
        logs(name),
      ];
      return [roleId(name), role(name, Statement)] as const;
    }),
  );
  return Object.fromEntries(all);
};
