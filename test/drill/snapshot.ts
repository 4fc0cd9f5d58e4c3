import {
  GetUserCommand,
  ListAccessKeysCommand,
  type ManagedPolicyDetail,
  paginateGetAccountAuthorizationDetails,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { iamOf, kinesisOf, type Scene } from "../attacks/scene.ts";
import { streamStates } from "./stream-snapshot.ts";

/** The account as far as attacks and answers change it: every stream and identity with its policies and what hangs on it. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** Without what changes by itself, or whenever something is made again; consumers and channels stand for their own count. */
const stable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stable);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const passing = [
    "StreamStatus",
    "ConsumerStatus",
    "ChannelARN",
    "ChannelId",
    "ChannelStatus",
    "ChannelCreationTimestamp",
    "ConsumerCount",
    "ChannelCount",
    "CurrentMiBps",
    "CreateDate",
    "StreamCreationTimestamp",
    "RoleLastUsed",
    "PasswordLastUsed",
    "$metadata",
  ];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !passing.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, stable(inner)]),
  );
};

/** A policy with its versions by what they say: their ids are never given twice. */
const byText = ({ PolicyVersionList = [], DefaultVersionId, ...policy }: ManagedPolicyDetail) => {
  const said = PolicyVersionList.map(({ Document, VersionId }) => `${VersionId === DefaultVersionId} ${Document}`);
  return { ...policy, UpdateDate: undefined, versions: said.toSorted() };
};

/** Reads the account as the operator. */
export const snapshot = async (scene: Scene): Promise<Snapshot> => {
  const taken: Record<string, unknown> = {};
  for await (const [name, state] of streamStates(kinesisOf(scene))) taken[name] = stable(state);
  const iam = iamOf(scene);
  for await (const page of paginateGetAccountAuthorizationDetails(
    { client: iam },
    { Filter: ["User", "Role", "Group", "LocalManagedPolicy"] },
  )) {
    for (const user of page.UserDetailList ?? []) taken[`user ${user.UserName}`] = stable(user);
    for (const role of page.RoleDetailList ?? []) taken[`role ${role.RoleName}`] = stable(role);
    for (const group of page.GroupDetailList ?? []) taken[`group ${group.GroupName}`] = stable(group);
    for (const policy of page.Policies ?? []) taken[`policy ${policy.Arn}`] = stable(byText(policy));
  }
  for await (const { Users = [] } of paginateListUsers({ client: iam }, {}))
    for (const { UserName } of Users) {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
      taken[`keys of ${UserName}`] = stable(AccessKeyMetadata);
      // Not among the details above, where AWS has it and moto has not.
      const { User } = await iam.send(new GetUserCommand({ UserName }));
      taken[`boundary of ${UserName}`] = stable(User?.PermissionsBoundary);
    }
  return taken;
};

/** What differs, one line for each thing; empty when nothing does. */
export const difference = (before: Snapshot, after: Snapshot): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [was, is] = [JSON.stringify(before[name]), JSON.stringify(after[name])];
    return was === is ? [] : [`${name}: was ${was}, is ${is}`];
  });
