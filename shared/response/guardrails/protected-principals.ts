import { firstFit } from "../../resources/arn.ts";
import { type Guardrail, never, principalsOf, takesAway } from "./guardrail.ts";

/** Roles that belong to AWS or to a person's directory: what is done to them here breaks services, or nothing. */
const builtIn = ["arn:*:iam::*:role/aws-service-role/*", "arn:*:iam::*:role/aws-reserved/*"];

/** The accounts that one gets in with when nothing else works must not be locked by somebody who makes them look guilty. */
export const protectedPrincipals: Guardrail = {
  id: "protected-principals",
  holds:
    "Taking anything away from the users and roles named there, such as those for emergencies; from roles of AWS services and of IAM Identity Center; from Lockkeeper's own; and for a call that an AWS service made on somebody's behalf.",
  approvable: "never",
  setting: { name: "protectedPrincipals", otherwise: "nobody else" },
  check: (plan, { settings, ownRoles }) => {
    if (!takesAway(plan)) return undefined;
    const { actor } = plan.cause ?? {};
    if (actor?.invokedBy !== undefined && !plan.answers.named)
      return never(`the call was made by ${actor.invokedBy} for ${actor.name}`);
    const principals = principalsOf(plan);
    if (firstFit(ownRoles, principals)) return never("it is a role of Lockkeeper's own");
    const hit = firstFit(settings.protectedPrincipals, principals);
    if (hit !== undefined) return never(`lockkeeper.yml protects ${hit}`);
    return firstFit(builtIn, principals)
      ? never("the role belongs to an AWS service or to IAM Identity Center")
      : undefined;
  },
};
