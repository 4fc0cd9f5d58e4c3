import {
  CreateTableCommand,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Call, caller, type Heard, type Permission } from "../../shared/aws/operations.ts";
import type { StepRecord } from "../../shared/incident/incident.ts";
import { type StepKey, stepRecordOf } from "../../shared/ledger/step-item.ts";
import { fromValues, type Item, keys, type Ledger, toValues } from "../../shared/ledger/table.ts";
import type { Orders } from "../../shared/response/hands.ts";
import { account, type ExampleLab, openExampleLab } from "../lab/door/example-lab.ts";
import type { DoorOptions } from "../lab/door/index.ts";

const region = "us-east-1";
export const home = { account, region };
const table = "ledger";

/** The product's own calls and ledger against a local AWS of their own, under the session of a role. */
export interface Stage {
  readonly lab: ExampleLab;
  /** The role that the product's calls are made under. */
  readonly role: string;
  readonly connect: (heard?: Heard) => Call<Permission>;
  readonly call: Call<Permission>;
  readonly ledger: Ledger<
    | "dynamodb:BatchGetItem"
    | "dynamodb:GetItem"
    | "dynamodb:PutItem"
    | "dynamodb:Query"
    | "dynamodb:TransactWriteItems"
    | "dynamodb:UpdateItem"
  >;
  /** The queue that hands take their orders from. */
  readonly orders: Orders;
  /** Sets the ledger's clock so many milliseconds ahead; what counts from then on is that time. */
  readonly passTime: (ms: number) => void;
  /** All items of a partition, in the order of their sort keys, as the table has them. */
  readonly rows: (pk: string) => Promise<readonly Item[]>;
  /** What the table has of a step. */
  readonly stepOf: (key: StepKey) => Promise<StepRecord | undefined>;
  /** Writes an item past the ledger, as somebody with access to the table can. */
  readonly overwrite: (item: Item) => Promise<void>;
  readonly remove: (pk: string, sk: string) => Promise<void>;
  /** Makes nobody and nothing belong to any incident, as after an hour. */
  readonly forget: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const loaders = {
  "access-analyzer": async () => ({
    "access-analyzer": (await import("../../shared/aws/access-analyzer.ts")).accessAnalyzer,
  }),
  dynamodb: () => import("../../shared/aws/dynamodb.ts"),
  events: () => import("../../shared/aws/events.ts"),
  iam: () => import("../../shared/aws/iam.ts"),
  kinesis: () => import("../../shared/aws/kinesis.ts"),
  kms: () => import("../../shared/aws/kms.ts"),
  s3: () => import("../../shared/aws/s3.ts"),
  securityhub: () => import("../../shared/aws/securityhub.ts"),
  sns: () => import("../../shared/aws/sns.ts"),
  sqs: () => import("../../shared/aws/sqs.ts"),
};

/** Sets environment variables; the function that it returns puts them back as they were. */
const setEnvironment = (variables: Readonly<Record<string, string>>): (() => void) => {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
};

export const openStage = async (options: Partial<DoorOptions> = {}): Promise<Stage> => {
  const lab = await openExampleLab({ updatingMs: 300, ...options });
  const Action = ["dynamodb:*", "iam:Get*", "iam:List*", "iam:UpdateAccessKey", "kinesis:*", "kms:*", "sns:*", "sqs:*"];
  const role = await lab.role("responder", { AWS: account }, { Effect: "Allow", Action, Resource: "*" });
  const trusted = await lab.user("trusted", { Effect: "Allow", Action: "sts:AssumeRole", Resource: role });
  const { Credentials: session } = await lab
    .as(trusted)
    .sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "stage" }));
  const restore = setEnvironment({
    AWS_REGION: region,
    AWS_ENDPOINT_URL: lab.door.endpoint,
    AWS_ACCESS_KEY_ID: session?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: session?.SecretAccessKey ?? "",
    AWS_SESSION_TOKEN: session?.SessionToken ?? "",
  });

  const { dynamodb } = lab.as(lab.root);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );

  const { QueueUrl = "" } = await lab.as(lab.root).sqs.send(new CreateQueueCommand({ QueueName: "own-orders" }));

  const connect = (heard?: Heard): Call<Permission> => caller(loaders, heard);
  const call = connect();
  let ahead = 0;
  const rows = async (pk: string): Promise<readonly Item[]> => {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: pk } },
      }),
    );
    return Items.map((item) => fromValues(item));
  };
  const remove = async (pk: string, sk: string) => {
    await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: toValues({ pk, sk }) }));
  };
  return {
    lab,
    role,
    connect,
    call,
    orders: { queue: QueueUrl, send: call },
    ledger: { table, call, now: () => new Date(Date.now() + ahead) },
    passTime: (ms) => {
      ahead += ms;
    },
    rows,
    stepOf: async ({ incident, step }) =>
      (await rows(keys.incident(incident))).map(stepRecordOf).find((record) => record?.id === step),
    overwrite: async (item) => {
      await dynamodb.send(new PutItemCommand({ TableName: table, Item: toValues(item) }));
    },
    remove,
    forget: async () => {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: table }));
      const about = Items.map((item) => String(item["pk"]?.S)).filter((pk) => /^(actor|resource)#/.test(pk));
      for (const pk of about) await remove(pk, "incident");
    },
    close: async () => {
      restore();
      await lab.close();
    },
  };
};
