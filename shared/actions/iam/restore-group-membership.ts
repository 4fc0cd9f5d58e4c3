import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { onSomePage } from "../../resources/iam/pages.ts";
import { action } from "../action.ts";
import { identityName } from "./identity.ts";
import { oneValue } from "./one-value.ts";

const change = v.strictObject({
  resource: v.string(),
  userName: identityName,
  groupName: identityName,
  before: v.boolean(),
  after: v.boolean(),
});
type MembershipChange = v.InferOutput<typeof change>;
type Place = Omit<MembershipChange, "before" | "after">;
type Read = Call<"iam:ListGroupsForUser">;
type Write = Call<"iam:ListGroupsForUser" | "iam:AddUserToGroup" | "iam:RemoveUserFromGroup">;

/** Whether the user is in the group; undefined when there is no such user any more. */
const live = ({ userName, groupName }: Place, call: Read): Promise<boolean | undefined> =>
  unlessMissing(
    onSomePage(
      (from) => call("iam:ListGroupsForUser", { UserName: userName, ...from }),
      ({ Groups }) => Groups?.some(({ GroupName }) => GroupName === groupName),
    ),
  );

const { planned, ...setting } = oneValue({
  live,
  set: ({ userName: UserName, groupName: GroupName }: Place, wanted: boolean, call: Write): Promise<unknown> =>
    wanted
      ? call("iam:AddUserToGroup", { UserName, GroupName })
      : call("iam:RemoveUserFromGroup", { UserName, GroupName }),
});

/** Takes a user out of a group that they were put in, or puts them back; the group's policies, which others live by, are not touched. */
export const restoreGroupMembership = action({
  id: "restore-group-membership",
  title: "Take the user out of the group again, or put them back",
  countermeasure: "Restore",
  reads: ["iam:ListGroupsForUser"],
  writes: ["iam:AddUserToGroup", "iam:RemoveUserFromGroup"],
  params: v.strictObject({ userName: identityName, userArn: v.string(), groupName: identityName, member: v.boolean() }),
  change,
  plan: ({ userArn, member, ...place }, call) => planned({ resource: userArn, ...place }, member, call),
  ...setting,
});
