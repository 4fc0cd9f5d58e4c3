import {
  CreateStreamCommand,
  DeleteStreamCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import { streamId } from "../../shared/resources/kinesis/stream-id.ts";
import { account, type ExampleLab } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const settled = () => pause(350);

const newKey = async (lab: ExampleLab) => {
  const { KeyMetadata: key } = await lab.as(lab.root).kms.send(new CreateKeyCommand({}));
  return { id: key?.KeyId ?? "", arn: key?.Arn ?? "" };
};

/** A stream, a key that it should have, and what is done to its encryption. */
const streamWith =
  (spoil: (lab: ExampleLab, stream: string) => Promise<void>) => async (lab: ExampleLab, StreamName: string) => {
    await lab.as(lab.root).kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    const { arn } = await newKey(lab);
    await spoil(lab, StreamName);
    return { stream: streamId(StreamName, account, "us-east-1"), key: { arn, account, name: arn } };
  };

const encrypt = async (lab: ExampleLab, StreamName: string, KeyId: string) => {
  await lab.as(lab.root).kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId }));
  await settled();
};

const remove = async (lab: ExampleLab, { stream }: { stream: string }) => {
  await lab.as(lab.root).kinesis.send(new DeleteStreamCommand({ StreamARN: stream }));
};

obeysTheLaws(
  restoreStreamEncryption,
  [
    { name: "a stream that is not encrypted", prepare: streamWith(async () => undefined) },
    {
      name: "a stream under another key, named by its id",
      prepare: streamWith(async (lab, stream) => encrypt(lab, stream, (await newKey(lab)).id)),
    },
    {
      name: "a stream under another key, named by its ARN",
      prepare: streamWith(async (lab, stream) => encrypt(lab, stream, (await newKey(lab)).arn)),
    },
    {
      name: "a stream under another key, named by its alias",
      prepare: streamWith(async (lab, stream) => {
        const AliasName = `alias/${stream}`;
        await lab.as(lab.root).kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: (await newKey(lab)).id }));
        await encrypt(lab, stream, AliasName);
      }),
    },
    {
      name: "a stream under the AWS-managed key",
      prepare: streamWith((lab, stream) => encrypt(lab, stream, "alias/aws/kinesis")),
    },
    {
      name: "a stream that is still UPDATING",
      prepare: streamWith(async (lab, StreamName) => {
        const { arn } = await newKey(lab);
        await encrypt(lab, StreamName, arn);
        // Not waited for: the action has to.
        await lab
          .as(lab.root)
          .kinesis.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: arn }));
      }),
    },
  ].map((one) => ({ ...one, remove })),
);
