import { AddUserToGroupCommand, RemoveUserFromGroupCommand } from "@aws-sdk/client-iam";
import { restoreGroupMembership } from "../../shared/actions/iam/restore-group-membership.ts";
import { removeUserWholly } from "../attacks/remove-user-wholly.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { create } from "./identities.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = Parameters<typeof restoreGroupMembership.plan>[0];

const userAndGroup = async (lab: ExampleLab, name: string, isIn: boolean): Promise<Params> => {
  const { arn } = await create(lab, "user", name);
  await create(lab, "group", `${name}-group`);
  const input = { UserName: name, GroupName: `${name}-group` };
  if (isIn) await lab.as(lab.root).iam.send(new AddUserToGroupCommand(input));
  return { userName: name, userArn: arn, groupName: `${name}-group`, member: !isIn };
};

const remove = (lab: ExampleLab, { userName }: Params): Promise<void> =>
  removeUserWholly(lab.as(lab.root).iam, userName);

obeysTheLaws<Params>(restoreGroupMembership, [
  {
    name: "a user who is not in a group they belong to",
    prepare: (lab, name) => userAndGroup(lab, name, false),
    remove,
  },
  {
    name: "a user who was put into a group",
    prepare: (lab, name) => userAndGroup(lab, name, true),
    remove: async (lab, params) => {
      const input = { UserName: params.userName, GroupName: params.groupName };
      await lab.as(lab.root).iam.send(new RemoveUserFromGroupCommand(input));
      await remove(lab, params);
    },
  },
]);
