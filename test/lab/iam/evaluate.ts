import { coversAction } from "./actions.ts";
import { type Context, conditionsMet, contextOf, variablesOf } from "./conditions.ts";
import { asList } from "./one-or-many.ts";
import { PolicyError } from "./policy-error.ts";
import { isAccountRoot, isFederatedUser, isService, type Naming, namingOf, strongest } from "./principals.ts";
import { coversResource } from "./resources.ts";
import type { AccessRequest, Decision, Policies, Policy, Statement } from "./types.ts";

export interface EvaluationOptions {
  /** KMS keys and IAM roles: within the account too, their own policy has to allow. An identity policy alone is not enough. */
  readonly mustBeAllowedByResourcePolicy?: boolean;
  /** What AWS calls the resource policy in its error message. */
  readonly resourcePolicyType?: "resource-based policy" | "role trust policy";
}

/** One resource of the request, with everything that the statements are matched against. */
interface Question {
  readonly request: AccessRequest;
  readonly resource: string;
  readonly context: Context;
  readonly policies: Policies;
  readonly options: EvaluationOptions;
}

const applies = (statement: Statement, policy: Policy, question: Question, attachedTo: "identity" | "resource") => {
  if (!coversAction(statement, question.request.action)) return false;
  // Before 2012-10-17 the policy language had no variables.
  const variables = policy.Version === "2012-10-17" ? variablesOf(question.context) : undefined;
  const covered = coversResource(statement, question.resource, variables);
  if (covered === undefined && attachedTo === "identity") {
    throw new PolicyError("a statement has neither Resource nor NotResource, expected one of them");
  }
  return covered !== false && conditionsMet(statement.Condition, question.context, variables);
};

const some = (policies: readonly Policy[], effect: Statement["Effect"], question: Question): boolean =>
  policies.some((policy) =>
    asList(policy.Statement).some(
      (statement) => statement.Effect === effect && applies(statement, policy, question, "identity"),
    ),
  );

/** How the resource policy allows, or denies, this caller. */
const resourcePolicy = (effect: Statement["Effect"], question: Question): Naming => {
  const { resource: policy, boundary } = question.policies;
  if (!policy) return "none";
  return strongest(
    asList(policy.Statement)
      .filter((statement) => statement.Effect === effect && applies(statement, policy, question, "resource"))
      .map((statement) => namingOf(statement, question.request, boundary !== undefined)),
  );
};

const explicitDeny = (question: Question): string | undefined => {
  const { organization = [], identity, boundary, session = [] } = question.policies;
  const denies = (policies: readonly Policy[]) => some(policies, "Deny", question);
  if (denies(organization.flat())) return "with an explicit deny in a service control policy";
  if (denies(identity)) return "with an explicit deny in an identity-based policy";
  if (boundary && denies([boundary])) return "with an explicit deny in a permissions boundary";
  if (denies(session)) return "with an explicit deny in a session policy";
  if (resourcePolicy("Deny", question) === "none") return undefined;
  const isTrust = question.options.resourcePolicyType === "role trust policy";
  return `with an explicit deny in ${isTrust ? "the role trust policy" : "a resource-based policy"}`;
};

const missingAllow = (question: Question): string | undefined => {
  const { request, policies, options } = question;
  const { organization = [], identity, boundary, session = [] } = policies;
  const allows = (set: readonly Policy[]) => some(set, "Allow", question);
  const no = (type: string) => `because no ${type} allows the ${request.action} action`;
  const noResourcePolicy = no(options.resourcePolicyType ?? "resource-based policy");
  const naming = resourcePolicy("Allow", question);

  if (isService(request)) return naming === "none" ? noResourcePolicy : undefined;
  if (!organization.every(allows)) return no("service control policy");

  const sameAccount = request.principalAccount === request.resourceAccount;
  if (sameAccount && naming === "direct") return undefined;
  if (naming === "none" && (!sameAccount || options.mustBeAllowedByResourcePolicy)) return noResourcePolicy;

  const isGranted = isAccountRoot(request) || (sameAccount && naming === "entity");
  if (!isGranted && !allows(identity)) return no("identity-based policy");
  if (boundary && !allows([boundary])) return no("permissions boundary");
  // A federated user has no rights without session policies; a role session without them has the role's.
  const limitedBySession = session.length > 0 || isFederatedUser(request);
  return limitedBySession && !allows(session) ? no("session policy") : undefined;
};

/** A service has no policies of its own, and service control policies do not reach it. */
const reaching = (request: AccessRequest, { resource, ...others }: Policies): Policies => {
  const own: Policies = isService(request) ? { identity: [] } : others;
  return resource ? { ...own, resource } : own;
};

const firstDenial = (request: AccessRequest, policies: Policies, options: EvaluationOptions): string | undefined => {
  const context = contextOf(request, isService(request));
  const resources = request.resources.length > 0 ? request.resources : ["*"];
  const effective = reaching(request, policies);
  const questions = resources.map(
    (resource): Question => ({ request, resource, context, policies: effective, options }),
  );
  const isReason = (reason: string | undefined) => reason !== undefined;
  return questions.map(explicitDeny).find(isReason) ?? questions.map(missingAllow).find(isReason);
};

/**
 * AWS's decision on one call. Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".
 *
 * Every resource of the request must be allowed. The resource policy is taken to be attached to all of them: when a call
 * touches resources with policies of their own (a stream and its KMS key), ask once for each. Never throws for a policy that
 * cannot be evaluated: that is a denial, and `because` says what is wrong (in our words; AWS does not store such policies).
 */
export const evaluate = (request: AccessRequest, policies: Policies, options: EvaluationOptions = {}): Decision => {
  try {
    const because = firstDenial(request, policies, options);
    return because === undefined ? { allowed: true } : { allowed: false, because };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { allowed: false, because: `because a policy cannot be evaluated: ${error.message}` };
  }
};
