import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
} from "@aws-sdk/client-iam";
import { iamOf, type LeakedKey, type Scene } from "./scene.ts";

/** A key of a user without any right. */
export const uselessKeyOf = async (scene: Scene, userName: string): Promise<LeakedKey> => {
  const iam = iamOf(scene);
  await iam.send(new CreateUserCommand({ UserName: userName }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  const credentials = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  return { userName, credentials };
};

/** Takes such a user away again. */
export const removeUselessUser = async (scene: Scene, { userName, credentials }: LeakedKey): Promise<void> => {
  const iam = iamOf(scene);
  await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: credentials.accessKeyId }));
  await iam.send(new DeleteUserCommand({ UserName: userName }));
};
