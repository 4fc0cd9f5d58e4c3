import { setTimeout as sleep } from "node:timers/promises";
import type { Call, Heard, Permission } from "../aws/operations.ts";
import type { Outcome } from "../incident/outcome.ts";
import { noteOwnCall } from "../ledger/own-call.ts";
import type { StepKey } from "../ledger/step.ts";
import { firstReason, type Plan } from "./guardrails/guardrail.ts";
import { type AnyAction, type Hands, limitedTo } from "./hands.ts";

/** IAM is eventually consistent: what was just written may take seconds to be read back. */
const looks = [0, 200, 500, 1_500, 3_000];

/** Looks until the change is (or after an undo: is no longer) seen. */
const seen = async <P extends Permission>(
  action: AnyAction<P>,
  { change, undo }: Plan,
  call: Call<P>,
): Promise<boolean> => {
  for (const pause of looks) {
    await sleep(pause);
    if ((await action.verify(change, call)) !== undo) return true;
  }
  return false;
};

/**
 * The choke point: the only place from which anything is written to a guarded resource or identity, whatever asked for it.
 * The guardrails speak first; `begin` puts the intention on record; every writing call is remembered by its request id, so that
 * the event it causes is known for our own.
 * @throws what the action throws; then the step stands in the ledger as begun
 */
export const throughGate = async <P extends Permission>(
  hands: Hands<P>,
  action: AnyAction<P>,
  plan: Plan,
  key: StepKey,
  begin: () => Promise<void>,
): Promise<Outcome> => {
  const { type, id } = plan.answers.resource;
  const declared = hands.resources.find((kind) => kind.type === type)?.declared(id, hands.settings, hands.home);
  const reason = firstReason(hands.guardrails, plan, { settings: hands.settings, declared, now: hands.ledger.now() });
  if (reason) return { type: "held", ...reason };

  await begin();
  const heard: Heard = async (permission, requestId) => {
    if (requestId && action.writes.some((write) => write === permission))
      await noteOwnCall(hands.ledger, requestId, { permission, ...key });
  };
  const call = limitedTo(hands.connect(heard), [...action.reads, ...action.writes]);
  await (plan.undo ? action.undo : action.apply)(plan.change, call);
  return { type: (await seen(action, plan, limitedTo(call, action.reads))) ? "verified" : "unverified" };
};
