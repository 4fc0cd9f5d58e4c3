import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { parseArn } from "../../resources/arn.ts";
import { textOf, unlessMissing } from "../../resources/iam/document.ts";
import { onSomePage } from "../../resources/iam/pages.ts";
import { action } from "../action.ts";
import { oneValue } from "./one-value.ts";
import { denial, isSameDocument } from "./role-policy.ts";

/**
 * How a user is denied everything. A permissions boundary is a single place that nobody can have filled up; ten attached policies and
 * 2,048 characters of inline policies can be (IAM User Guide, "IAM and AWS STS quotas").
 */
const ways = ["boundary", "attached", "inline"] as const;
type Way = (typeof ways)[number];

const text = v.nullable(v.string());
const change = v.strictObject({
  resource: v.string(),
  userName: v.string(),
  way: v.picklist(ways),
  before: text,
  after: text,
});
type Place = Omit<v.InferOutput<typeof change>, "before" | "after">;

const reads = ["iam:GetUser", "iam:ListAttachedUserPolicies", "iam:GetUserPolicy"] as const;
const writes = [
  "iam:PutUserPermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:AttachUserPolicy",
  "iam:DetachUserPolicy",
  "iam:PutUserPolicy",
  "iam:DeleteUserPolicy",
] as const;
type Read = Call<(typeof reads)[number]>;
type Write = Call<(typeof reads)[number] | (typeof writes)[number]>;

const policyName = "LockkeeperDenyAll";
/** AWS's own policy that denies everything. Source: AWS Managed Policy Reference, AWSDenyAll. */
const denyAllIn = (userArn: string): string =>
  `arn:${parseArn(userArn)?.partition ?? "aws"}:iam::aws:policy/AWSDenyAll`;

const isAttached = (UserName: string, policyArn: string, call: Read): Promise<boolean> =>
  onSomePage(
    (from) => call("iam:ListAttachedUserPolicies", { UserName, ...from }),
    ({ AttachedPolicies }) => AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn),
  );

/** What stands in the place that this way uses: the ARN of the boundary or of the attached policy, the inline text, or nothing. */
const live = async ({ resource, userName, way }: Place, call: Read): Promise<string | null | undefined> => {
  const found = await unlessMissing(call("iam:GetUser", { UserName: userName }));
  if (found?.User === undefined) return undefined;
  if (way === "boundary") return found.User.PermissionsBoundary?.PermissionsBoundaryArn ?? null;
  if (way === "attached") return (await isAttached(userName, denyAllIn(resource), call)) ? denyAllIn(resource) : null;
  const input = { UserName: userName, PolicyName: policyName };
  const inline = await unlessMissing(call("iam:GetUserPolicy", input));
  return inline?.PolicyDocument === undefined ? null : textOf(inline.PolicyDocument);
};

const set: Readonly<Record<Way, (userName: string, wanted: string, call: Write) => Promise<unknown>>> = {
  boundary: (UserName, PermissionsBoundary, call) =>
    call("iam:PutUserPermissionsBoundary", { UserName, PermissionsBoundary }),
  attached: (UserName, PolicyArn, call) => call("iam:AttachUserPolicy", { UserName, PolicyArn }),
  inline: (UserName, PolicyDocument, call) =>
    call("iam:PutUserPolicy", { UserName, PolicyName: policyName, PolicyDocument }),
};
const clear: Readonly<Record<Way, (userName: string, was: string, call: Write) => Promise<unknown>>> = {
  boundary: (UserName, _, call) => call("iam:DeleteUserPermissionsBoundary", { UserName }),
  attached: (UserName, PolicyArn, call) => call("iam:DetachUserPolicy", { UserName, PolicyArn }),
  inline: (UserName, _, call) => call("iam:DeleteUserPolicy", { UserName, PolicyName: policyName }),
};

const { planned, ...setting } = oneValue({
  live,
  set: async ({ userName, way }: Place, wanted: string | null, call: Write, is) => {
    if (wanted !== null) await set[way](userName, wanted, call);
    else if (is !== null) await clear[way](userName, is, call);
  },
  same: isSameDocument,
});

/**
 * Takes every right from a user, whatever sessions were made from their keys: rights are judged with every call, and a Deny in a
 * boundary, an attached or an inline policy goes before every Allow, also before one of a resource's own policy.
 * Source: IAM User Guide, "Policy evaluation logic" and "Permissions boundaries for IAM entities".
 */
export const denyUser = action({
  id: "deny-user",
  title: "Deny the user everything",
  countermeasure: "Isolate",
  limits: "IAM takes seconds to heed it everywhere. Roles that the user has taken on already are not denied by it.",
  reads,
  writes,
  params: v.strictObject({
    userName: v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, "a user's name")),
    userArn: v.string(),
    way: v.optional(v.picklist(ways), "boundary"),
  }),
  change,
  plan: ({ userName, userArn, way }, call) =>
    planned({ resource: userArn, userName, way }, way === "inline" ? denial() : denyAllIn(userArn), call),
  ...setting,
});
