import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { onSomePage } from "../../resources/iam/pages.ts";
import { action } from "../action.ts";
import { on } from "./identity.ts";
import { oneValue } from "./one-value.ts";

const change = v.strictObject({
  resource: v.string(),
  ...on,
  policyArn: v.string(),
  before: v.boolean(),
  after: v.boolean(),
});
type AttachmentChange = v.InferOutput<typeof change>;
type Place = Omit<AttachmentChange, "before" | "after">;

const reads = [
  "iam:ListAttachedUserPolicies",
  "iam:ListAttachedRolePolicies",
  "iam:ListAttachedGroupPolicies",
] as const;
const writes = [
  "iam:AttachUserPolicy",
  "iam:DetachUserPolicy",
  "iam:AttachRolePolicy",
  "iam:DetachRolePolicy",
  "iam:AttachGroupPolicy",
  "iam:DetachGroupPolicy",
] as const;
type Read = Call<(typeof reads)[number]>;
type Write = Call<(typeof reads)[number] | (typeof writes)[number]>;

interface Page {
  readonly AttachedPolicies?: readonly { readonly PolicyArn?: string | undefined }[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

const list = ({ kind, name }: Place, call: Read, from: { readonly Marker?: string }): Promise<Page> =>
  ({
    user: () => call("iam:ListAttachedUserPolicies", { UserName: name, ...from }),
    role: () => call("iam:ListAttachedRolePolicies", { RoleName: name, ...from }),
    group: () => call("iam:ListAttachedGroupPolicies", { GroupName: name, ...from }),
  })[kind]();

const attach = ({ kind, name, policyArn: PolicyArn }: Place, call: Write): Promise<unknown> =>
  ({
    user: () => call("iam:AttachUserPolicy", { UserName: name, PolicyArn }),
    role: () => call("iam:AttachRolePolicy", { RoleName: name, PolicyArn }),
    group: () => call("iam:AttachGroupPolicy", { GroupName: name, PolicyArn }),
  })[kind]();

const detach = ({ kind, name, policyArn: PolicyArn }: Place, call: Write): Promise<unknown> =>
  ({
    user: () => call("iam:DetachUserPolicy", { UserName: name, PolicyArn }),
    role: () => call("iam:DetachRolePolicy", { RoleName: name, PolicyArn }),
    group: () => call("iam:DetachGroupPolicy", { GroupName: name, PolicyArn }),
  })[kind]();

/** Whether it is attached; undefined when the identity does not exist any more. */
const live = (place: Place, call: Read): Promise<boolean | undefined> =>
  unlessMissing(
    onSomePage(
      (from) => list(place, call, from),
      ({ AttachedPolicies }) => AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === place.policyArn),
    ),
  );

const { planned, ...setting } = oneValue({
  live,
  set: (place: Place, wanted: boolean, call: Write) => (wanted ? attach : detach)(place, call),
});

/** Detaches a managed policy from the one identity that it was attached to, or attaches one again; the policy, which others may use, is not touched. */
export const restoreAttachment = action({
  id: "restore-attachment",
  title: "Detach the policy that was attached, or attach it again",
  countermeasure: "Restore",
  reads,
  writes,
  params: v.strictObject({ ...on, policyArn: v.string(), attached: v.boolean() }),
  change,
  plan: ({ attached, ...place }, call) => planned({ resource: place.arn, ...place }, attached, call),
  ...setting,
});
