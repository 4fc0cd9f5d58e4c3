import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { nameForm } from "../../resources/iam/name.ts";

/** What actions on users, roles and groups have in common. */

export const identityName = v.pipe(v.string(), v.regex(nameForm, "a name that IAM knows"));

export const on = {
  kind: v.picklist(["user", "role", "group"]),
  name: identityName,
  arn: v.string(),
};

export interface Identity {
  readonly kind: "user" | "role" | "group";
  readonly name: string;
}

export const existence = ["iam:GetUser", "iam:GetRole", "iam:GetGroup"] as const;

/** Whether there is such an identity. @throws what the call throws otherwise */
export const exists = async ({ kind, name }: Identity, call: Call<(typeof existence)[number]>): Promise<boolean> => {
  const found = {
    user: () => call("iam:GetUser", { UserName: name }),
    role: () => call("iam:GetRole", { RoleName: name }),
    group: () => call("iam:GetGroup", { GroupName: name }),
  }[kind];
  return (await unlessMissing<unknown>(found())) !== undefined;
};
