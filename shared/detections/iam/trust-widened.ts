import { step } from "../../actions/action.ts";
import { restoreTrustPolicy } from "../../actions/iam/restore-trust-policy.ts";
import { samePolicy } from "../../policy/canonical.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { anybodyElse, newlyTrusted } from "../../policy/trust.ts";
import type { IdentityBaseline } from "../../resources/iam/baseline.ts";
import { identityNamed } from "../../resources/iam/name.ts";
import { blankIdentity, type IdentityState } from "../../resources/iam/state.ts";
import { iamIdentity } from "../../resources/iam-identity.ts";
import { drift } from "../detection.ts";
import { hashed, policiesOf } from "./parts.ts";
import { newReach, told } from "./reach.ts";

/** What the role reaches of protected streams, whoever takes it on. */
const reachOf = (state: IdentityState, { guarded }: IdentityBaseline) =>
  newReach(
    policiesOf(state),
    [],
    guarded.map((one) => ({ ...one, expected: [] })),
  );

/** Somebody outside the role's own account, or anybody at all. */
const isForeign = (name: string, account: string): boolean => {
  if (name === anybodyElse || name === "AWS *") return true;
  const [, type, value = ""] = /^(\w+) (.*)$/.exec(name) ?? [];
  const owner = /^\d{12}$/.test(value) ? value : value.split(":")[4];
  return type === "AWS" && owner !== undefined && owner !== account;
};

export const trustWidened = drift({
  id: "trust-widened",
  title: "A role that reaches protected streams trusts somebody new",
  why: "Who may take such a role on needs no key of yours any more: they come back through it whenever they like, from their own account.",
  severity: "High",
  attack: ["T1098", "T1078.004"],
  controls: [],
  blindSpots:
    "Whom a role trusted before the first look at the account is taken to be right. Of a condition that is written in another way it is not known that it means the same.",
  of: iamIdentity,
  causes: {
    UpdateAssumeRolePolicy: ({ policyDocument }, { trust }) =>
      typeof policyDocument === "string" && trust !== null && samePolicy(policyDocument, trust),
  },
  judge: (state, baseline, last = blankIdentity(state.arn)) => {
    // A role that is new trusts whom it was made for; what it may do is judged by its policies.
    if (state.trust === null || last.trust === null || state.trust === last.trust) return [];
    const [now, before] = [readPolicy(state.trust), readPolicy(last.trust)];
    if (now.kind === "unreadable" || before.kind === "unreadable") return [];
    const trusted = newlyTrusted(now, before);
    const reach = trusted.length === 0 ? [] : reachOf(state, baseline);
    if (reach.length === 0) return [];
    const account = identityNamed(state.arn)?.account ?? "";
    const evidence = `${state.arn} can be taken on by ${trusted.join(", ")}, who could not before or not under these conditions; it may ${told(reach)}.`;
    const severity = trusted.some((name) => isForeign(name, account)) ? ("Critical" as const) : ("High" as const);
    return [{ evidence, found: `trust ${hashed([state.trust])}`, severity }];
  },
  playbook: ({ arn }, _, _found, last) => {
    const named = identityNamed(arn);
    if (named?.kind !== "role" || !last?.trust) return [];
    return [step(restoreTrustPolicy, { roleName: named.name, roleArn: arn, document: last.trust })];
  },
});
