import { firstFit } from "../../resources/arn.ts";
import { callersIn, type Guardrail, takesAway, unlessApproved } from "./guardrail.ts";

/**
 * A planned change looks just like an attack. Whoever deploys is asked about theirs before it is put back; but what is Critical, such
 * as a stranger who is let in, is put back at once, since deployment's credentials leak, too.
 */
export const deployers: Guardrail = {
  id: "deployers",
  holds:
    "Putting back what a deployer changed, themselves or through an AWS service such as CloudFormation, unless it is Critical; and taking anything away from them for it. Approve it, or `accept` what was found.",
  approvable: "always",
  setting: { name: "deployers", otherwise: "nobody deploys" },
  check: (plan, { settings }) => {
    const { cause, severity } = plan;
    if (plan.undo || cause === undefined || !(cause.blamed || cause.onBehalf)) return undefined;
    const hit = firstFit(settings.deployers, callersIn(cause));
    if (hit === undefined || (severity === "Critical" && !takesAway(plan))) return undefined;
    return unlessApproved(`${cause.actor.name} deploys (${hit}): it may be as planned`);
  },
};
