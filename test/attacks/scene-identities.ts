import { setTimeout as sleep } from "node:timers/promises";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import type { Check } from "./attack.ts";
import { isRefused } from "./refused.ts";
import { removeUserWholly } from "./remove-user-wholly.ts";
import { type Credentials, iamOf, kinesisOf, type LeakedKey, type Scene } from "./scene.ts";

/** What attacks on identities need. */

export const document = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
  });

/** What reads all records of all streams. */
export const readsEverything = document({
  Action: ["kinesis:Get*", "kinesis:List*", "kinesis:Describe*", "kms:Decrypt"],
});

/** A key for a user; AWS takes seconds to know it everywhere. */
export const keyFor = async (scene: Scene, UserName: string, credentials?: Credentials): Promise<LeakedKey> => {
  const { AccessKey: key } = await iamOf(scene, credentials).send(new CreateAccessKeyCommand({ UserName }));
  if (scene.endpoint === undefined) await sleep(10_000);
  return {
    userName: UserName,
    credentials: { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" },
  };
};

/** A user of a build pipeline, who may do nearly everything, and whose key the attacker has. */
export const leakAdminOf = async (scene: Scene, UserName: string): Promise<LeakedKey> => {
  const iam = iamOf(scene);
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = document({ Action: ["kinesis:*", "kms:*", "iam:*", "sts:*"] });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "pipeline", PolicyDocument }));
  return keyFor(scene, UserName);
};

/** A user who may do nothing, and whom nobody looks at. */
export const bystander = async (scene: Scene, UserName: string): Promise<LeakedKey> => {
  await iamOf(scene).send(new CreateUserCommand({ UserName }));
  return keyFor(scene, UserName);
};

/** Takes a user away with all that hangs on them by then. */
export const removeWholly = (scene: Scene, UserName: string): Promise<void> => removeUserWholly(iamOf(scene), UserName);

/** A call that every reader of a stream makes. */
export const lookAtStream = async (scene: Scene, credentials: Credentials): Promise<void> => {
  await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
};

/** That some credentials can do nothing with the stream any more, or still cannot. */
export const keptOut = <Prepared>(
  who: string,
  credentialsOf: (prepared: Prepared) => Credentials,
): Check<Prepared> => ({
  what: `${who} cannot look at the stream`,
  holds: async (scene, prepared) =>
    (await isRefused(() => lookAtStream(scene, credentialsOf(prepared)))) || "it is let through",
});

export const attach = async (scene: Scene, UserName: string, PolicyArn: string, by?: Credentials): Promise<void> => {
  await iamOf(scene, by).send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
};
