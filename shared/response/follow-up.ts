import { type Step, step } from "../actions/action.ts";
import { deactivateAccessKey } from "../actions/iam/deactivate-access-key.ts";
import { denyRoleSession } from "../actions/iam/deny-role-session.ts";
import { denyUser } from "../actions/iam/deny-user.ts";
import type { Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Finding } from "../incident/finding.ts";
import type { Incident } from "../incident/incident.ts";
import { type Made, toldOfMade } from "../incident/made.ts";
import { readOpenAbout } from "../ledger/found.ts";
import { noteMade, readMade } from "../ledger/made.ts";
import { identityId, identityNamed } from "../resources/iam/name.ts";
import type { Home } from "../resources/resource.ts";
import type { Ears } from "./ears.ts";
import { file } from "./file.ts";
import { madeBy } from "./made.ts";
import { stepId } from "./step-id.ts";

/**
 * Whoever is evicted has often seen to it that they can come back: by a second key, a session that outlives the key, a role that they
 * have taken on. All that they made of late goes with them, also what they make while IAM has not heard everywhere yet.
 */

/** So far sessions are followed that sessions have made. */
const deepest = 4;
/** More than this is not taken away by a machine. */
const most = 20;

/** What a principal has made, and what that has made. */
const allMade = async <R extends Permission>(
  { ledger }: Pick<Ears<R>, "ledger">,
  by: string,
  depth = 0,
): Promise<readonly Made[]> => {
  const { all } = await readMade(ledger, by);
  const sessions = depth < deepest ? all.filter(({ session }) => session !== undefined) : [];
  const more = await Promise.all(sessions.slice(0, most).map(({ name }) => allMade({ ledger }, name, depth + 1)));
  return [...all, ...more.flat()];
};

/** What takes it out of use. What is not in the guarded account, or belongs to AWS, cannot be taken out of use from here. */
const stepAgainst = ({ key, session, userSession }: Made, home: Home): readonly Step[] => {
  if (key) {
    const userArn = identityId("user", key.userName, home);
    return [step(deactivateAccessKey, { ...key, userArn })];
  }
  if (userSession) {
    const { userName } = userSession;
    return [step(denyUser, { userName, userArn: identityId("user", userName, home), way: "boundary" as const })];
  }
  if (session === undefined || identityNamed(session.roleArn)?.account !== home.account) return [];
  return [step(denyRoleSession, session)];
};

/** The finding for which somebody is being evicted, if they are. */
const evictedFor = (
  { findings, steps }: Incident,
  by: string,
  identityActions: readonly string[],
): Finding | undefined =>
  findings.findLast(
    ({ cause, detection, source }) =>
      cause?.blamed &&
      cause.actor.name === by &&
      cause.rehearsal === undefined &&
      steps.some(
        (one) =>
          one.source === source && one.detection === detection && !one.named && identityActions.includes(one.action),
      ),
  );

/** Somebody is being evicted, in this incident for this finding. */
interface Eviction {
  readonly incident: Incident;
  readonly by: string;
  readonly because: Finding;
}

const evictionOf = async <R extends Permission>(ears: Ears<R>, by: string): Promise<Eviction | undefined> => {
  const incident = await readOpenAbout(ears.ledger, by, "actor");
  const because = incident && evictedFor(incident, by, ears.identityActions);
  return incident && because && { incident, by, because };
};

/** Takes from somebody who is being evicted what they have made. */
const follow = async <R extends Permission>(
  ears: Ears<R>,
  { incident, by, because }: Eviction,
  source: string,
): Promise<void> => {
  const made = await allMade(ears, by);
  if (made.length === 0) return;
  const { detection, resource, source: answered } = because;
  const known = new Set(incident.steps.map(({ action, params }) => JSON.stringify([action, params])));
  const steps = made
    .slice(0, most)
    .flatMap((one) => stepAgainst(one, ears.home))
    .filter(({ action, params }) => !known.has(JSON.stringify([action, params])))
    .map((one) => ({ ...one, id: stepId(one, answered), detection, resource, source: answered }));
  const told = toldOfMade(by, made);
  if (steps.length === 0 && incident.advice.includes(told)) return;
  const found = { findings: [], steps: [...new Map(steps.map((one) => [one.id, one])).values()], advice: [told] };
  await file(ears, `${source}#made`, found, incident.id);
};

/** Who is being evicted of those who made a caller: themselves, or who took on the role, and the role before that. */
const evictedAmong = async <R extends Permission>(
  ears: Ears<R>,
  name: string,
  depth = 0,
): Promise<Eviction | undefined> => {
  const evicted = await evictionOf(ears, name);
  if (evicted) return evicted;
  const { maker } = depth < deepest ? await readMade(ears.ledger, name) : {};
  return maker === undefined ? undefined : evictedAmong(ears, maker, depth + 1);
};

/**
 * Puts on record what a call has made. Then looks, if it made something or is answered by steps, whether its caller is being evicted:
 * all that they made goes with them. In this order: of two such calls at once, each on record before it looks, one sees the other.
 * @param steps what answers the call
 */
export const followUp = async <R extends Permission>(
  ears: Ears<R>,
  call: ApiCall,
  steps: readonly unknown[] = [],
): Promise<void> => {
  const made = call.account === ears.home.account ? madeBy(call) : undefined;
  if (made) await noteMade(ears.ledger, call.actor.name, made);
  if (made === undefined && steps.length === 0) return;
  const evicted = await evictedAmong(ears, call.actor.name);
  if (evicted) await follow(ears, evicted, call.eventID);
};
