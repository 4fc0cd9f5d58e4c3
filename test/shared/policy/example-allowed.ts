import type { AllowedPrincipals } from "../../../shared/policy/allowed.ts";

/** The accounts of AWS's own examples: ours, a partner's, one of which some roles are allowed, and a stranger's. */
export const own = "111122223333";
export const partner = "444455556666";
export const vendor = "777788889999";
export const stranger = "999999999999";

export const allowed: AllowedPrincipals = {
  account: own,
  ownAccount: "whole",
  accounts: [partner],
  principals: [`arn:aws:iam::${vendor}:role/path/reader`, `arn:aws:iam::${vendor}:role/team/*`],
  organizations: ["o-ourcompany"],
  services: ["events.amazonaws.com"],
};
