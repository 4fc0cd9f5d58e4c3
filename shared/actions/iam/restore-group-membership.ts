import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { onSomePage } from "../../resources/iam/pages.ts";
import { action } from "../action.ts";
import { identityName } from "./identity.ts";

const change = v.strictObject({
  resource: v.string(),
  userName: identityName,
  groupName: identityName,
  before: v.boolean(),
  after: v.boolean(),
});
type MembershipChange = v.InferOutput<typeof change>;
type Place = Pick<MembershipChange, "userName" | "groupName">;
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

const bring = async ({ userName, groupName }: Place, wanted: boolean, call: Write): Promise<void> => {
  const is = await live({ userName, groupName }, call);
  if (is === undefined || is === wanted) return;
  const input = { UserName: userName, GroupName: groupName };
  await (wanted ? call("iam:AddUserToGroup", input) : call("iam:RemoveUserFromGroup", input));
};

/** Takes a user out of a group that they were put in, or puts them back; the group's policies, which others live by, are not touched. */
export const restoreGroupMembership = action({
  id: "restore-group-membership",
  title: "Take the user out of the group again, or put them back",
  countermeasure: "Restore",
  reads: ["iam:ListGroupsForUser"],
  writes: ["iam:AddUserToGroup", "iam:RemoveUserFromGroup"],
  params: v.strictObject({ userName: identityName, userArn: v.string(), groupName: identityName, member: v.boolean() }),
  change,
  plan: async ({ userName, userArn, groupName, member }, call): Promise<MembershipChange | undefined> => {
    const before = await live({ userName, groupName }, call);
    if (before === undefined || before === member) return undefined;
    return { resource: userArn, userName, groupName, before, after: member };
  },
  apply: (place, call) => bring(place, place.after, call),
  live,
  undo: (place, call) => bring(place, place.before, call),
});
