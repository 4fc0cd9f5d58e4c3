import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { action } from "../action.ts";
import { identityName } from "./identity.ts";
import { oneValue } from "./one-value.ts";

const of = { kind: v.picklist(["user", "role"]), name: identityName };
const boundary = v.nullable(v.string());
const change = v.strictObject({ resource: v.string(), ...of, before: boundary, after: boundary });
type BoundaryChange = v.InferOutput<typeof change>;
type Place = Omit<BoundaryChange, "before" | "after">;

const reads = ["iam:GetUser", "iam:GetRole"] as const;
const writes = [
  "iam:PutUserPermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutRolePermissionsBoundary",
  "iam:DeleteRolePermissionsBoundary",
] as const;
type Read = Call<(typeof reads)[number]>;
type Write = Call<(typeof reads)[number] | (typeof writes)[number]>;

/** The ARN of the boundary, null without one; undefined when there is no such user or role any more. */
const live = async ({ kind, name }: Place, call: Read): Promise<string | null | undefined> => {
  const found =
    kind === "user"
      ? (await unlessMissing(call("iam:GetUser", { UserName: name })))?.User
      : (await unlessMissing(call("iam:GetRole", { RoleName: name })))?.Role;
  return found && (found.PermissionsBoundary?.PermissionsBoundaryArn ?? null);
};

const put = ({ kind, name }: Place, PermissionsBoundary: string, call: Write): Promise<unknown> =>
  kind === "user"
    ? call("iam:PutUserPermissionsBoundary", { UserName: name, PermissionsBoundary })
    : call("iam:PutRolePermissionsBoundary", { RoleName: name, PermissionsBoundary });

const drop = ({ kind, name }: Place, call: Write): Promise<unknown> =>
  kind === "user"
    ? call("iam:DeleteUserPermissionsBoundary", { UserName: name })
    : call("iam:DeleteRolePermissionsBoundary", { RoleName: name });

const { planned, ...setting } = oneValue({
  live,
  set: (place: Place, wanted: string | null, call: Write) =>
    wanted === null ? drop(place, call) : put(place, wanted, call),
});

/** Puts back the boundary that limits what the policies of a user or role can give. */
export const restorePermissionsBoundary = action({
  id: "restore-permissions-boundary",
  title: "Put the permissions boundary back",
  countermeasure: "Restore",
  reads,
  writes,
  params: v.strictObject({ ...of, arn: v.string(), boundary }),
  change,
  plan: ({ arn, boundary: wanted, ...place }, call) => planned({ resource: arn, ...place }, wanted, call),
  ...setting,
});
