import * as v from "valibot";
import { type Step, step } from "../actions/action.ts";
import { deactivateAccessKey } from "../actions/iam/deactivate-access-key.ts";
import { denyRole } from "../actions/iam/deny-role.ts";
import { denyRoleSession } from "../actions/iam/deny-role-session.ts";
import { denyUser } from "../actions/iam/deny-user.ts";
import { knownEverywhereBy, revokeRoleSessions } from "../actions/iam/revoke-role-sessions.ts";
import type { Actor } from "../cloudtrail/actor.ts";
import type { Incident, StepRecord } from "../incident/incident.ts";

/** The actions that take rights from an identity. */
const identities: readonly string[] = [
  deactivateAccessKey,
  denyRole,
  denyRoleSession,
  denyUser,
  revokeRoleSessions,
].map(({ id }) => id);

/** What is done about an actor, and what a person has to do besides, or instead where nothing can be done from here. */
export interface Rung {
  readonly steps: readonly Step[];
  readonly advice: readonly string[];
}

const advise = (...advice: readonly string[]): Rung => ({ steps: [], advice });

const userNamed = (userName: string, account: string, arn?: string): string =>
  arn?.includes(":user/") ? arn : `arn:aws:iam::${account}:user/${userName}`;

const ways = ["boundary", "attached", "inline"] as const;
const denyAll = (userName: string, userArn: string, way: (typeof ways)[number] = "boundary"): Step =>
  step(denyUser, { userName, userArn, way });

/** All of a user, where what they used stands for nothing that could be ended by itself. */
const rungForUser = (userName: string, userArn: string): Rung =>
  v.is(denyUser.params, { userName, userArn })
    ? { steps: [denyAll(userName, userArn)], advice: [] }
    : advise(`Deny the user ${userName} everything: the call was made with a session that has its rights from there.`);

/** One session of a role; the role goes on working for whoever else uses it. */
const rungForSession = (credential: Extract<Actor["credential"], { kind: "role-session" }>): Rung => {
  const { roleName, roleArn, userId, instance } = credential;
  const params = { roleName, roleArn, userId };
  if (roleArn === "" || !v.is(denyRoleSession.params, params))
    return advise(`Revoke the active sessions of the role ${roleName} (IAM console: Revoke sessions).`);
  return {
    steps: [step(denyRoleSession, params)],
    advice: instance
      ? [
          `The session belongs to an instance, which gets new credentials for the role ${roleName} under the same name, and is denied with them, too: isolate the instance, it is in somebody else's hands.`,
        ]
      : [],
  };
};

/**
 * The containment ladder: which step fits the kind of credential. Always reversible, never a deletion.
 * @param account the account that Lockkeeper runs in; it has no power over the identities of others
 */
export const rungFor = (actor: Actor, account: string): Rung => {
  const { credential, arn } = actor;
  if (actor.account !== undefined && actor.account !== account)
    return advise(`The caller belongs to account ${actor.account}: ask its owner to take ${actor.name} out of use.`);
  switch (credential.kind) {
    case "user-key": {
      const { userName, accessKeyId } = credential;
      const userArn = userNamed(userName, account, arn);
      return { steps: [step(deactivateAccessKey, { userName, accessKeyId, userArn })], advice: [] };
    }
    case "user-session": {
      // Which key it was made from is not in the record, and ending that key would not end it.
      const { userName } = credential;
      return rungForUser(userName, userNamed(userName, account, arn));
    }
    case "role-session":
      return rungForSession(credential);
    case "federated-user": {
      const { issuer } = credential;
      if (issuer === undefined)
        return advise("Deny the user that issued the federated session: the session has its rights from there.");
      return rungForUser(issuer, userNamed(issuer, account));
    }
    case "identity-center-session":
    case "identity-center-user":
      return advise(
        "Disable the user in IAM Identity Center and end its sessions there; its roles cannot be changed in IAM.",
      );
    case "root":
      return advise(
        "The account's root user made this call: secure its mailbox, password and MFA, and delete its access keys.",
      );
    case "service-linked-role":
    case "service":
      return advise("An AWS service made this call; find out who asked it to.");
    case "other-account":
    case "unknown":
      return advise(`Nothing is known that could be taken from ${actor.name}.`);
  }
};

/** What follows for whoever made a suspicious call, whether they are to be evicted for it or not. An AWS service that acted for somebody is never to blame. */
export const answerTo = (actor: Actor, evict: boolean, account: string) => {
  if (actor.invokedBy !== undefined) return { blamed: false, steps: [], advice: [] };
  if (!evict) return { blamed: true, steps: [], advice: [] };
  return { blamed: true, ...rungFor(actor, account) };
};

/** The parameters of a step, if it is one of this action's. */
export const paramsOf = <Params>(
  { id, params }: { readonly id: string; readonly params: v.GenericSchema<unknown, Params> },
  taken: Step,
): Params | undefined => {
  const read = taken.action === id ? v.safeParse(params, taken.params) : undefined;
  return read?.success ? read.output : undefined;
};

/**
 * The next rung for an identity, where what was done to it has been taken back. Whoever does that has power over IAM, so that a person
 * is told, too.
 */
const nextRung = (taken: Step, now: Date): readonly Step[] => {
  const key = paramsOf(deactivateAccessKey, taken);
  if (key) return [denyAll(key.userName, key.userArn)];
  const user = paramsOf(denyUser, taken);
  if (user) {
    const next = ways[ways.indexOf(user.way) + 1];
    return next ? [denyAll(user.userName, user.userArn, next)] : [];
  }
  const session = paramsOf(denyRoleSession, taken);
  if (session === undefined) return [];
  const { roleName, roleArn } = session;
  return [step(revokeRoleSessions, { roleName, roleArn, issuedUntil: knownEverywhereBy(now) })];
};

/**
 * What follows when a step was taken back: a resource is put right again, by the same step, as long as the guardrails let it; for
 * an identity the next rung, and a person.
 */
export const afterRelapse = (
  incident: Pick<Incident, "steps">,
  { id, action, change }: StepRecord,
  { account, now }: { readonly account: string; readonly now: Date },
): Rung => {
  const before = incident.steps.find((planned) => planned.id === id);
  if (!identities.includes(action)) return { steps: before ? [{ action, params: before.params }] : [], advice: [] };
  const steps = before ? nextRung(before, now) : [];
  return {
    steps,
    advice: [
      `${change?.resource} is in use again: somebody with power over IAM in account ${account} gave it back. Find out who${steps.length > 0 ? "" : ", and deny them and this everything"}.`,
    ],
  };
};
