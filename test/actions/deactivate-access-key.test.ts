import { CreateAccessKeyCommand, DeleteAccessKeyCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { account, type ExampleLab } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";

const userWithKey = async (lab: ExampleLab, userName: string) => {
  const { accessKeyId } = await lab.user(userName);
  return { userName, accessKeyId, userArn: `arn:aws:iam::${account}:user/${userName}` };
};

const remove = async (lab: ExampleLab, { userName, accessKeyId }: { userName: string; accessKeyId: string }) => {
  await lab.as(lab.root).iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId }));
};

obeysTheLaws(deactivateAccessKey, [
  { name: "a user with one active key", prepare: userWithKey, remove },
  {
    name: "a user with a second key, which stays as it is",
    prepare: async (lab, userName) => {
      const params = await userWithKey(lab, userName);
      const { AccessKey: second } = await lab.as(lab.root).iam.send(new CreateAccessKeyCommand({ UserName: userName }));
      await lab
        .as(lab.root)
        .iam.send(
          new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: second?.AccessKeyId, Status: "Inactive" }),
        );
      return params;
    },
    remove,
  },
]);
