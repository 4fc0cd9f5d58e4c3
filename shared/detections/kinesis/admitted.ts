import type { AllowedPrincipals } from "../../policy/allowed.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { type Stranger, strangersIn } from "../../policy/strangers.ts";
import type { StreamBaseline, StreamState } from "../../resources/kinesis/state.ts";

/** Whom the policies of a stream and its consumers may admit. */
export const allowedIn = ({ account }: StreamState, { policy }: StreamBaseline): AllowedPrincipals => {
  const { guards: _, confirm: __, ...admitted } = policy;
  return { account, ...admitted };
};

const strangersOf = (text: string, allowed: AllowedPrincipals): readonly Stranger[] => {
  const policy = readPolicy(text);
  return policy.kind === "unreadable" ? [] : strangersIn(policy, allowed);
};

/**
 * Whom a policy admits who may not be; none of one that cannot be read, which is another detection's matter. Whoever the statements
 * admit that the policy has to have may be, too: otherwise what is put back would be taken out again.
 */
export const strangersAdmittedBy = (
  text: string,
  state: StreamState,
  baseline: StreamBaseline,
): readonly Stranger[] => {
  const allowed = allowedIn(state, baseline);
  const wanted = strangersOf(baseline.policy.guards ?? "", allowed).map(({ id }) => id);
  return strangersOf(text, allowed).filter(({ id }) => !wanted.includes(id));
};
