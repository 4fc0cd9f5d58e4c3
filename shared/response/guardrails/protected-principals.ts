import { type Guardrail, takesAway } from "./guardrail.ts";

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether an ARN is one of those that a pattern means; `*` stands for any part of it. */
const means = (pattern: string, arn: string): boolean =>
  new RegExp(`^${pattern.split("*").map(literally).join(".*")}$`).test(arn);

/** The accounts that one gets in with when nothing else works must not be locked by somebody who makes them look guilty. */
export const protectedPrincipals: Guardrail = {
  id: "protected-principals",
  holds: "Taking anything away from the users and roles named there, such as those for emergencies.",
  setting: { name: "protectedPrincipals", otherwise: "nobody" },
  check: (plan, { settings }) => {
    if (!takesAway(plan)) return undefined;
    const { actor } = plan.cause ?? {};
    const role = actor?.credential.kind === "role-session" ? [actor.credential.roleArn] : [];
    // What is changed is part of the principal, a key of a user for one: its resource begins with the principal's ARN.
    const [, owner = plan.change.resource] = /^(.*?)\/access-key\//.exec(plan.change.resource) ?? [];
    const hit = settings.protectedPrincipals.find((pattern) =>
      [owner, ...(actor?.arn ? [actor.arn] : []), ...role].some((arn) => means(pattern, arn)),
    );
    return hit === undefined ? undefined : `lockkeeper.yml protects ${hit}`;
  },
};
