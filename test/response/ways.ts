import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import type { Outcome } from "../../shared/incident/outcome.ts";
import { beginStep } from "../../shared/ledger/begin-step.ts";
import { noteDecision } from "../../shared/ledger/incident.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { operator, type Suspect } from "./orders.ts";
import type { Stage } from "./stage.ts";

/** The ways in which somebody could try to get a step past a guardrail. */

export type Way = (stage: Stage, hands: Hands<Permission>, someone: Suspect) => Promise<Outcome | undefined>;

/** An operator's approval stands in the ledger, after all that happened so far. */
export const approve = async ({ ledger, passTime }: Stage, { key }: Pick<Suspect, "key">): Promise<void> => {
  passTime(5);
  const at = ledger.now().toISOString();
  await noteDecision(ledger, key.incident, { kind: "approved", by: operator, at, step: key.step });
  passTime(5);
};

/** Somebody has begun the step, and died before anything was written. */
export const beginAndDie = async ({ ledger }: Stage, { step, key, userName, accessKeyId }: Suspect): Promise<void> => {
  const { action, detection, resource, source } = step;
  const change = {
    resource: `arn:aws:iam::123456789012:user/${userName}/access-key/${accessKeyId}`,
    userName,
    accessKeyId,
    before: "Active",
    after: "Inactive",
  };
  const answers = { detection, resource, source };
  await beginStep(ledger, key, { action, answers, change, lease: Date.now() - 1 });
};

const simply: Way = (_, hands, { order }) => carryOut(hands, order, false);

const approved: Way = async (stage, hands, someone) => {
  await carryOut(hands, someone.order, false);
  await approve(stage, someone);
  return carryOut(hands, someone.order, false);
};

const approvedBeforehand: Way = async (stage, hands, someone) => {
  await approve(stage, someone);
  return carryOut(hands, someone.order, false);
};

const takenOver: Way = async (stage, hands, someone) => {
  await beginAndDie(stage, someone);
  return carryOut(hands, someone.order, false);
};

const fiveAtOnce: Way = async (_, hands, { order }) => {
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => carryOut(hands, order, false)));
  return all.find((one) => one.status === "fulfilled")?.value;
};

const again: Way = async (_, hands, { order }) => {
  for (const lastTry of [false, false]) await carryOut(hands, order, lastTry);
  return carryOut(hands, order, true);
};

/** Those that nothing gets past a guardrail with, and that of a person who approves. */
export const ways = { simply, approvedBeforehand, takenOver, fiveAtOnce, again };
export const allWays = { ...ways, approved };

/** Takes keys out of use, and breaks something once it has planned: just before the guardrails are asked. */
export const breaking = (breaks: () => void): typeof deactivateAccessKey => ({
  ...deactivateAccessKey,
  plan: async (...given) => {
    const change = await deactivateAccessKey.plan(...given);
    breaks();
    return change;
  },
});
