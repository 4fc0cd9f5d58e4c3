import { type Step, step } from "../../actions/action.ts";
import { restoreAttachment } from "../../actions/iam/restore-attachment.ts";
import { restoreGroupMembership } from "../../actions/iam/restore-group-membership.ts";
import { restoreInlinePolicy } from "../../actions/iam/restore-inline-policy.ts";
import { restorePolicyVersion } from "../../actions/iam/restore-policy-version.ts";
import type { IdentityBaseline } from "../../resources/iam/baseline.ts";
import { identityNamed } from "../../resources/iam/name.ts";
import { blankIdentity, type IdentityState } from "../../resources/iam/state.ts";
import { iamIdentity } from "../../resources/iam-identity.ts";
import { drift, type Verdict } from "../detection.ts";
import { asksFor, cameTo, foundAs, type Part, partFound, policiesIn, policiesOf, wentFrom } from "./parts.ts";
import { newReach, told } from "./reach.ts";

const words: Readonly<Record<Part["kind"], string>> = {
  inline: "its inline policy",
  attached: "the attached policy",
  group: "the group",
  version: "its version",
};

/** What has come lets the identity do; a managed policy that nothing is attached to lets nobody do anything. */
const cameVerdicts = (state: IdentityState, baseline: IdentityBaseline, last: IdentityState): readonly Verdict[] =>
  cameTo(state, last).flatMap((part) => {
    if (part.kind === "version" && (state.attachments === 0 || last.inForce === null)) return [];
    const reach = newReach(policiesIn([part]), policiesOf(last), baseline.guarded);
    if (reach.length === 0) return [];
    const evidence = `${state.arn} may now ${told(reach)}: ${words[part.kind]} ${part.name} says so, and it could not before.`;
    return [{ evidence, found: foundAs(part, false) }];
  });

/** What has gone kept the identity from doing. */
const wentVerdicts = (state: IdentityState, baseline: IdentityBaseline, last: IdentityState): readonly Verdict[] => {
  const gone = wentFrom(state, last);
  const denying = gone.filter((part) =>
    policiesIn([part]).some(({ statements }) => statements.some(({ effect }) => effect === "Deny")),
  );
  if (denying.length === 0) return [];
  const reach = newReach(policiesOf(state), policiesOf(last), baseline.guarded);
  if (reach.length === 0 || cameVerdicts(state, baseline, last).length > 0) return [];
  return denying.map((part) => ({
    evidence: `${state.arn} may now ${told(reach)}: ${words[part.kind]} ${part.name} denied it, and is gone.`,
    found: foundAs(part, true),
  }));
};

const brings =
  (kinds: readonly Part["kind"][], gone: boolean) =>
  (request: Readonly<Record<string, unknown>>, state: IdentityState, found: string): boolean => {
    const [, kind, name] = found.split(" ");
    if (!found.startsWith(gone ? "without " : "with ")) return false;
    const part = kinds.find((one) => one === kind);
    if (part === undefined || name === undefined) return false;
    const text = part === "version" ? state.versions[name] : state.inline[name];
    return asksFor(request, { kind: part, name, texts: [text ?? ""] });
  };

/** What brings one part back to how it was. */
const stepFor = (state: IdentityState, last: IdentityState, part: Part, gone: boolean): readonly Step[] => {
  const { arn } = state;
  const named = identityNamed(arn);
  if (named === undefined) return [];
  const { kind, name: identity } = named;
  if (kind === "policy") {
    const document = last.versions[last.inForce ?? ""];
    return document === undefined ? [] : [step(restorePolicyVersion, { policyArn: arn, document })];
  }
  const on = { kind, name: identity, arn };
  switch (part.kind) {
    case "inline":
      return [step(restoreInlinePolicy, { ...on, policyName: part.name, document: last.inline[part.name] ?? null })];
    case "attached":
      return [step(restoreAttachment, { ...on, policyArn: part.name, attached: gone })];
    case "group":
      return [step(restoreGroupMembership, { userName: identity, userArn: arn, groupName: part.name, member: gone })];
    case "version":
      return [];
  }
};

export const policyGrantsStreams = drift({
  id: "policy-grants-streams",
  title: "An identity was given rights to protected streams",
  why: "Whoever can write policies needs no stolen data: they give themselves, or a user nobody looks at, the right to read the stream, and come back for it later.",
  severity: "High",
  attack: ["T1098.003", "T1098"],
  controls: ["IAM.1", "IAM.21"],
  blindSpots:
    "What an identity could do before the first look at the account is taken to be right. Permissions boundaries, organisation policies and session policies, which may forbid it all the same, are not taken into account; nor is what a role can do that the identity may take on. Rights that were taken back again before the event arrived leave no trace here; of several who write different texts into one policy by then, only who wrote the last is evicted. Lockkeeper's own roles, which change with every deployment.",
  of: iamIdentity,
  several: true,
  causes: {
    PutUserPolicy: brings(["inline"], false),
    PutRolePolicy: brings(["inline"], false),
    PutGroupPolicy: brings(["inline"], false),
    AttachUserPolicy: brings(["attached"], false),
    AttachRolePolicy: brings(["attached"], false),
    AttachGroupPolicy: brings(["attached"], false),
    AddUserToGroup: brings(["group"], false),
    CreatePolicyVersion: brings(["version"], false),
    SetDefaultPolicyVersion: brings(["version"], false),
    DeleteUserPolicy: brings(["inline"], true),
    DeleteRolePolicy: brings(["inline"], true),
    DeleteGroupPolicy: brings(["inline"], true),
    DetachUserPolicy: brings(["attached"], true),
    DetachRolePolicy: brings(["attached"], true),
    DetachGroupPolicy: brings(["attached"], true),
    RemoveUserFromGroup: brings(["group"], true),
  },
  judge: (state, baseline, last = blankIdentity(state.arn)) => [
    ...cameVerdicts(state, baseline, last),
    ...wentVerdicts(state, baseline, last),
  ],
  playbook: (state, _, found, last = blankIdentity(state.arn)) =>
    found.flatMap((one) => {
      const came = partFound(one, false, cameTo(state, last));
      const went = partFound(one, true, wentFrom(state, last));
      const part = came ?? went;
      return part ? stepFor(state, last, part, came === undefined) : [];
    }),
});
