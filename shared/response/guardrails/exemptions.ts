import type { Exemption } from "../../ledger/control.ts";
import { fits, fitsPrincipal } from "../../resources/arn.ts";
import { type Guardrail, never, type Plan, principalsOf, type Situation } from "./guardrail.ts";

const covers = ({ principal, resource, detection }: Exemption, plan: Plan): boolean =>
  (principal !== undefined || resource !== undefined || detection !== undefined) &&
  (principal === undefined || principalsOf(plan).some((arn) => fitsPrincipal(principal, arn))) &&
  (resource === undefined || [plan.change.resource, plan.answers.resource.id].some((id) => fits(resource, id))) &&
  (detection === undefined || [plan.answers.detection, plan.answers.relapseOf].includes(detection));

const covering = async (plan: Plan, { settings, control }: Situation): Promise<readonly Exemption[]> =>
  [...settings.exemptions, ...(await control()).exemptions].filter((one) => covers(one, plan));

/** One whose end cannot be read has not run out: in doubt nothing is done. */
const counts = ({ until }: Exemption, now: Date): boolean => !(Date.parse(until) <= now.getTime());

const told = ({ id, reason, owner, until }: Exemption): string => `${id} (${reason}; ${owner}, until ${until})`;

/** Somebody has said, with a name and a date, that this is to be left alone. */
export const exemptions: Guardrail = {
  id: "exemptions",
  holds:
    "What was exempted, by `npx serverless lockkeeper exempt` or in lockkeeper.yml: a principal, a resource, a detection, or just where they meet. Each has an owner, a reason and an end; one that has run out does not count, and that is told. They are read afresh for each step; if they cannot be read, the step is held.",
  approvable: "never",
  setting: { name: "exemptions", otherwise: "none" },
  check: async (plan, situation) => {
    if (plan.undo) return undefined;
    const hit = (await covering(plan, situation)).find((one) => counts(one, situation.now));
    return hit && never(`exempted: ${told(hit)}`);
  },
  remarks: async (plan, situation) =>
    plan.undo
      ? []
      : (await covering(plan, situation))
          .filter((one) => !counts(one, situation.now))
          .map((one) => `An exemption that has run out was not heeded: ${told(one)}.`),
};
