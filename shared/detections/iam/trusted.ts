import type { Settings } from "../../baseline/settings.ts";
import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { fitsPrincipal } from "../../resources/arn.ts";

/** Whether a call was made by somebody whose changes to identities are meant: who deploys, or may give orders here. */
export const isTrusted = ({ actor }: ApiCall, { deployers, operators }: Settings): boolean => {
  const role = actor.credential.kind === "role-session" ? [actor.credential.roleArn] : [];
  const arns = [...(actor.arn ? [actor.arn] : []), ...role];
  return [...deployers, ...operators].some((pattern) => arns.some((arn) => fitsPrincipal(pattern, arn)));
};
