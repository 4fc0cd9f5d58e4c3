import { UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { account, type ExampleLab } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";

const userWithKey = async (lab: ExampleLab, userName: string) => {
  const { accessKeyId } = await lab.user(userName);
  return { userName, accessKeyId, userArn: `arn:aws:iam::${account}:user/${userName}` };
};

obeysTheLaws(deactivateAccessKey, [
  { name: "a user with one active key", prepare: userWithKey },
  {
    name: "a user with a second key, which stays as it is",
    prepare: async (lab, userName) => {
      const params = await userWithKey(lab, userName);
      const { CreateAccessKeyCommand } = await import("@aws-sdk/client-iam");
      const { AccessKey: second } = await lab.as(lab.root).iam.send(new CreateAccessKeyCommand({ UserName: userName }));
      await lab
        .as(lab.root)
        .iam.send(
          new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: second?.AccessKeyId, Status: "Inactive" }),
        );
      return params;
    },
  },
]);
