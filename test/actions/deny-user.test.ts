import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  ListAccessKeysCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { denyUser } from "../../shared/actions/iam/deny-user.ts";
import { account, type ExampleLab, policy } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = NonNullable<Parameters<typeof denyUser.plan>[0]>;

const userNamed = async (lab: ExampleLab, userName: string, way: Params["way"] = "boundary"): Promise<Params> => {
  await lab.user(userName);
  return { userName, userArn: `arn:aws:iam::${account}:user/${userName}`, way };
};

const remove = async (lab: ExampleLab, { userName: UserName }: Params): Promise<void> => {
  const { iam } = lab.as(lab.root);
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata)
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName })).catch(() => undefined);
  await iam.send(new DeleteUserCommand({ UserName }));
};

const reading = { Effect: "Allow", Action: "kinesis:Get*", Resource: "*" };

obeysTheLaws<Params>(denyUser, [
  { name: "a user without a boundary", prepare: (lab, name) => userNamed(lab, name), remove },
  {
    name: "a user with a boundary of the account's own, which comes back",
    prepare: async (lab, name) => {
      const { iam } = lab.as(lab.root);
      const PolicyDocument = policy(reading);
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: `${name}-boundary`, PolicyDocument }));
      const params = await userNamed(lab, name);
      await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: name, PermissionsBoundary: Policy?.Arn }));
      return params;
    },
    remove,
  },
  {
    name: "a user with an attached policy, and the denial beside it",
    prepare: async (lab, name) => {
      const params = await userNamed(lab, name, "attached");
      const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
      await lab.as(lab.root).iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
      return params;
    },
    remove,
  },
  {
    name: "a user with an inline policy, and the denial beside it",
    prepare: async (lab, name) => {
      const params = await userNamed(lab, name, "inline");
      const input = { UserName: name, PolicyName: "streams", PolicyDocument: policy(reading) };
      await lab.as(lab.root).iam.send(new PutUserPolicyCommand(input));
      return params;
    },
    remove,
  },
]);
