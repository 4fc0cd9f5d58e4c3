import { type Step, step } from "../actions/action.ts";
import { deactivateAccessKey } from "../actions/iam/deactivate-access-key.ts";
import type { Actor } from "../cloudtrail/actor.ts";
import type { Incident, StepRecord } from "../incident/incident.ts";

/** What can be done about an actor: a step, or what a person has to do since it cannot be done from here. */
export type Rung = { readonly step: Step } | { readonly advice: string };

/**
 * The containment ladder: which step fits the kind of credential. Always reversible, never a deletion.
 * @param account the account that Lockkeeper runs in; it has no power over the identities of others
 */
export const rungFor = (actor: Actor, account: string): Rung => {
  const { credential } = actor;
  if (actor.account !== undefined && actor.account !== account)
    return {
      advice: `The caller belongs to account ${actor.account}: ask its owner to take ${actor.name} out of use.`,
    };
  switch (credential.kind) {
    case "user-key": {
      const { userName, accessKeyId } = credential;
      const userArn = actor.arn ?? `arn:aws:iam::${account}:user/${userName}`;
      return { step: step(deactivateAccessKey, { userName, accessKeyId, userArn }) };
    }
    case "user-session":
      return {
        advice: `Deny the user ${credential.userName}: the call was made with a session, and ending its key does not end it.`,
      };
    case "role-session":
      return {
        advice: `Revoke the active sessions of the role ${credential.roleName} (IAM console: Revoke sessions).`,
      };
    case "identity-center-session":
    case "identity-center-user":
      return {
        advice:
          "Disable the user in IAM Identity Center and end its sessions there; its roles cannot be changed in IAM.",
      };
    case "root":
      return {
        advice:
          "The account's root user made this call: secure its mailbox, password and MFA, and delete its access keys.",
      };
    case "federated-user":
      return {
        advice: `Deny the user ${credential.issuer ?? "that issued the federated session"}: the session has its rights from there.`,
      };
    case "service-linked-role":
    case "service":
      return { advice: "An AWS service made this call; find out who asked it to." };
    case "other-account":
    case "unknown":
      return { advice: `Nothing is known that could be taken from ${actor.name}.` };
  }
};

/** What follows for whoever made a suspicious call, whether they are to be evicted for it or not. An AWS service that acted for somebody is never to blame. */
export const answerTo = (actor: Actor, evict: boolean, account: string) => {
  if (actor.invokedBy !== undefined) return { blamed: false, steps: [], advice: [] };
  if (!evict) return { blamed: true, steps: [], advice: [] };
  const rung = rungFor(actor, account);
  return "step" in rung
    ? { blamed: true, steps: [rung.step], advice: [] }
    : { blamed: true, steps: [], advice: [rung.advice] };
};

/**
 * What follows when a step was taken back: a resource is put right again, by the same step, as long as the guardrails let it; for
 * an identity the next rung, and where there is none, a person.
 */
export const afterRelapse = (
  incident: Pick<Incident, "steps">,
  { id, action, change }: StepRecord,
  account: string,
): { readonly steps: readonly Step[]; readonly advice: readonly string[] } => {
  const before = incident.steps.find((planned) => planned.id === id);
  if (action !== deactivateAccessKey.id)
    return { steps: before ? [{ action, params: before.params }] : [], advice: [] };
  return {
    steps: [],
    advice: [
      `${change?.resource} is in use again: somebody with power over IAM in account ${account} gave it back. Find out who, and deny the user everything.`,
    ],
  };
};
