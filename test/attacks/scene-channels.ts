import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateChannelCommand,
  type CreateChannelCommandInput,
  DeleteChannelCommand,
  ListChannelsCommand,
} from "@aws-sdk/client-kinesis";
import { type Credentials, iamOf, kinesisOf, type LeakedKey, leakKeyOf, type Scene } from "./scene.ts";

/** An account that is nobody's here. */
export const elsewhere = "210987654321";

/** A role that Kinesis can act as, and a leaked key whose user may hand it over. */
export interface Courier extends LeakedKey {
  readonly roleName: string;
  readonly roleArn: string;
}

export const hireCourier = async (scene: Scene, userName: string): Promise<Courier> => {
  const leaked = await leakKeyOf(scene, userName);
  const iam = iamOf(scene);
  const RoleName = `${userName}-courier`;
  const trust = { Effect: "Allow", Principal: { Service: "kinesis.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
    }),
  );
  const Statement = { Effect: "Allow", Action: ["kinesis:*", "kms:*", "iam:PassRole"], Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: userName, PolicyName: "streams", PolicyDocument }));
  return { ...leaked, roleName: RoleName, roleArn: Role?.Arn ?? "" };
};

/** The texts of the role's inline policies. */
export const policiesOf = async (scene: Scene, { roleName: RoleName }: Courier): Promise<readonly string[]> => {
  const iam = iamOf(scene);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const found = await Promise.all(
    PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  return found.map(({ PolicyDocument = "" }) => decodeURIComponent(PolicyDocument));
};

/** Takes the role away again. */
export const dismissCourier = async (scene: Scene, { roleName }: Courier): Promise<void> => {
  const iam = iamOf(scene);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName: roleName }));
};

type Destination = Pick<CreateChannelCommandInput, "S3DestinationConfiguration" | "S3TablesDestinationConfiguration">;

/** To a bucket of another account, and to a table there: a stream can have one channel of each kind. */
export const destinations = ({ region }: Scene): readonly Destination[] => {
  const bucket = { BucketARN: "arn:aws:s3:::telemetry-lake-2", ExpectedBucketOwner: elsewhere };
  const TableBucketARN = `arn:aws:s3tables:${region}:${elsewhere}:bucket/telemetry`;
  return [
    { S3DestinationConfiguration: { StorageConfiguration: { ...bucket, CompressionType: "GZIP" } } },
    {
      S3TablesDestinationConfiguration: {
        DeadLetterQueueS3Configuration: bucket,
        S3TablesConfigurationList: [
          { TableBucketARN, Namespace: "lake", TableName: "telemetry", CompressionType: "ZSTD" },
        ],
      },
    },
  ];
};

export const createChannelAs = async (
  scene: Scene,
  credentials: Credentials,
  { ChannelName, ...others }: Destination & { readonly ChannelName: string; readonly ServiceExecutionRoleARN: string },
): Promise<void> => {
  await kinesisOf(scene, credentials).send(
    new CreateChannelCommand({
      ChannelName,
      StreamConfigurationList: [
        { StreamARN: scene.stream.arn, RecordConfiguration: { RecordFormatType: "BYTE_ARRAY" } },
      ],
      Tags: { team: "data" },
      ...others,
    }),
  );
};

/** The channels of the stream, by name and ARN, without those that are going. */
export const channelsOf = async (scene: Scene) => {
  const StreamFilter = [{ StreamARN: scene.stream.arn }];
  const { ChannelSummaries = [] } = await kinesisOf(scene).send(new ListChannelsCommand({ StreamFilter }));
  return ChannelSummaries.filter(({ ChannelStatus }) => ChannelStatus !== "DELETING");
};

/** Deletes every channel of the stream by hand, and waits until they are gone. */
export const deleteChannels = async (scene: Scene): Promise<void> => {
  for (const { ChannelARN } of await channelsOf(scene))
    await kinesisOf(scene).send(new DeleteChannelCommand({ ChannelARN }));
  const StreamFilter = [{ StreamARN: scene.stream.arn }];
  for (;;) {
    const { ChannelSummaries = [] } = await kinesisOf(scene).send(new ListChannelsCommand({ StreamFilter }));
    if (ChannelSummaries.length === 0) return;
    await sleep(100);
  }
};
