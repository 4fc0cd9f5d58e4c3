import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { textOf, unlessMissing } from "../../resources/iam/document.ts";
import { oneValue } from "./one-value.ts";

/** One inline policy of a role, by its name: what it says, and how it is brought to say something else. `null`: there is none. */

const document = v.nullable(v.string());
const change = v.strictObject({
  resource: v.string(),
  roleName: v.string(),
  policyName: v.string(),
  before: document,
  after: document,
});
type RolePolicyChange = v.InferOutput<typeof change>;

const rolePolicyReads = ["iam:GetRole", "iam:GetRolePolicy"] as const;
const rolePolicyWrites = ["iam:PutRolePolicy", "iam:DeleteRolePolicy"] as const;
type Read = Call<(typeof rolePolicyReads)[number]>;
type Write = Call<(typeof rolePolicyReads)[number] | (typeof rolePolicyWrites)[number]>;

type Place = Omit<RolePolicyChange, "before" | "after">;

const roleExists = async (RoleName: string, call: Read): Promise<boolean> =>
  (await unlessMissing(call("iam:GetRole", { RoleName }))) !== undefined;

/** @returns undefined when there is no such role any more */
const live = async ({ roleName, policyName }: Place, call: Read): Promise<string | null | undefined> => {
  const found = await unlessMissing(call("iam:GetRolePolicy", { RoleName: roleName, PolicyName: policyName }));
  if (found) return textOf(found.PolicyDocument);
  return (await roleExists(roleName, call)) ? null : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** White space and the order of keys say nothing. */
export const isSameDocument = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : isDeepStrictEqual(parsed(a), parsed(b));

const { planned, ...setting } = oneValue({
  live,
  set: ({ roleName, policyName }: Place, wanted: string | null, call: Write): Promise<unknown> => {
    const input = { RoleName: roleName, PolicyName: policyName };
    return wanted === null
      ? call("iam:DeleteRolePolicy", input)
      : call("iam:PutRolePolicy", { ...input, PolicyDocument: wanted });
  },
  same: isSameDocument,
});
export const planRolePolicy = planned;

/** A policy that denies everything, under a condition if one is given. */
export const denial = (Condition?: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "*", Resource: "*", ...(Condition ? { Condition } : {}) }],
  });

/** What all actions have in common that put one inline policy of a role. */
export const onRolePolicy = { reads: rolePolicyReads, writes: rolePolicyWrites, change, ...setting };
