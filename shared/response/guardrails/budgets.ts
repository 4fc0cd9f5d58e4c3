import type { Budget, Guardrail, Plan } from "./guardrail.ts";

const hour = 3_600;

/** The hour that a moment is in, and when counters of it may go. */
const hourOf = (now: Date) => ({
  name: now.toISOString().slice(0, 13),
  expires: Math.floor(now.getTime() / 1000) + 2 * hour,
});

/** Whom a step is counted for: who did it, or whose identity is changed where nobody is known to have. Callers name sessions as they like, so that a session counts as its role. */
const principalOf = ({ cause, change }: Plan): string => {
  const { actor } = cause ?? {};
  return actor?.credential.kind === "role-session" ? actor.credential.roleArn : (actor?.name ?? change.resource);
};

/**
 * However many events come, and however many invocations run at once, only so much is done in an hour; then people decide. The
 * counters are in the table and are taken from together with the step's own beginning.
 */
export const budgets: Guardrail = {
  id: "budgets",
  holds:
    "What goes beyond so many steps in an hour, counted for each principal that is answered, for each resource that is changed, and for the account.",
  approvable: "always",
  setting: { name: "budgets.principal, budgets.resource, budgets.account", otherwise: "5, 6, 20" },
  budgets: (plan, { settings, now }) => {
    if (plan.undo || plan.approvedBy) return [];
    const { name, expires } = hourOf(now);
    const budget = (counter: string, limit: number, whose: string): Budget => ({
      counter: `${counter}#${name}`,
      limit,
      expires,
      reason: `the ${limit} steps an hour for ${whose} are used up`,
    });
    return [
      budget(`resource#${plan.change.resource}`, settings.budgets.resource, "this resource"),
      budget(`principal#${principalOf(plan)}`, settings.budgets.principal, "this principal"),
      budget("account", settings.budgets.account, "the account"),
    ];
  },
};
