import type { Budget, Guardrail, Objection, Plan, Situation } from "./guardrails/guardrail.ts";

/** An objection, and whose it is. */
export type Objected = Objection & { readonly by: string };

/** A guardrail that cannot say counts as one that says no. */
const couldNot = (error: unknown): Objection => ({
  reason: `the guardrail could not decide (${error instanceof Error ? error.name : "Error"})`,
  approvable: false,
});

/**
 * What speaks against a plan: of all guardrails the first that nothing lets pass, else the first that an approval would, unless
 * there is one.
 */
export const objectionTo = async (
  guardrails: readonly Guardrail[],
  plan: Plan,
  situation: Situation,
): Promise<Objected | undefined> => {
  const all = await Promise.all(
    guardrails.map(async ({ id, check }): Promise<Objected | undefined> => {
      try {
        const objection = await check?.(plan, situation);
        return objection && { by: id, ...objection };
      } catch (error) {
        return { by: id, ...couldNot(error) };
      }
    }),
  );
  const said = all.filter((objection) => objection !== undefined);
  return said.find(({ approvable }) => !approvable) ?? (plan.approvedBy === undefined ? said[0] : undefined);
};

/** The counters that a plan is taken out of, and an objection in their place when they cannot be named. */
export const budgetsOf = (
  guardrails: readonly Guardrail[],
  plan: Plan,
  situation: Situation,
): readonly (Budget & { readonly by: string })[] | Objected => {
  const all: (Budget & { readonly by: string })[] = [];
  for (const { id, budgets } of guardrails)
    try {
      for (const budget of budgets?.(plan, situation) ?? []) all.push({ by: id, ...budget });
    } catch (error) {
      return { by: id, ...couldNot(error) };
    }
  return all;
};

/** What people should know besides. A guardrail that cannot say has said so by holding the plan. */
export const remarksOn = async (
  guardrails: readonly Guardrail[],
  plan: Plan,
  situation: Situation,
): Promise<readonly string[]> =>
  (
    await Promise.all(
      guardrails.map(async ({ remarks }) => remarks?.(plan, situation)).map((said) => said.catch(() => [])),
    )
  )
    .flat()
    .filter((remark) => remark !== undefined);
