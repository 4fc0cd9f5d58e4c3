import { step } from "../actions/action.ts";
import { deactivateAccessKey } from "../actions/iam/deactivate-access-key.ts";
import { denyRole } from "../actions/iam/deny-role.ts";
import { denyUser } from "../actions/iam/deny-user.ts";
import { tagForQuarantine } from "../actions/iam/tag-for-quarantine.ts";
import type { Settings } from "../baseline/settings.ts";
import type { Found, PlannedStep } from "../incident/finding.ts";
import { paramsOf } from "./ladder.ts";
import { stepId } from "./step-id.ts";

/** The user or role from whom all is taken, if a step does that. One session of a role is not the role. */
const takenFrom = (planned: PlannedStep) => {
  const user = paramsOf(denyUser, planned) ?? paramsOf(deactivateAccessKey, planned);
  if (user) return { kind: "user" as const, name: user.userName, arn: user.userArn };
  const role = paramsOf(denyRole, planned);
  return role && { kind: "role" as const, name: role.roleName, arn: role.roleArn };
};

/** Where the organisation has a quarantine, who is taken out of use goes into it besides: what is done in the account itself, others there can undo. */
export const withQuarantine = (found: Found, { quarantineTag }: Pick<Settings, "quarantineTag">): Found => {
  if (quarantineTag === undefined) return found;
  const tags = found.steps.flatMap((planned): readonly PlannedStep[] => {
    const identity = takenFrom(planned);
    if (identity === undefined) return [];
    const tagged = step(tagForQuarantine, { ...identity, ...quarantineTag });
    return [{ ...planned, ...tagged, id: stepId(tagged, planned.source) }];
  });
  const all = new Map([...found.steps, ...tags].map((one) => [one.id, one]));
  return { ...found, steps: [...all.values()] };
};
