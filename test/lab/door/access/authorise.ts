import { type EvaluationOptions, evaluate } from "../../iam/evaluate.ts";
import type { Policy } from "../../iam/types.ts";
import type { Caller } from "../caller/caller.ts";
import type { IamState } from "../caller/iam-state.ts";
import { type Call, ServiceError } from "../types.ts";
import { contextOf } from "./context.ts";
import { denied } from "./denied.ts";
import type { Keys } from "./keys.ts";
import type { Need } from "./needs.ts";
import type { ResourcePolicies } from "./resource-policy.ts";
import type { ResourceTags } from "./resource-tags.ts";

export interface Judge {
  readonly iam: IamState;
  readonly keys: Keys;
  readonly resourcePolicies: ResourcePolicies;
  readonly resourceTags: ResourceTags;
}

/** Asks about every need in turn. Throws the ServiceError that AWS would answer with when the caller may not make this call. */
export const authorise = async (
  call: Call,
  caller: Caller,
  needs: readonly Need[],
  sourceIp: string,
  judge: Judge,
): Promise<void> => {
  const directory = await judge.iam.directory();
  const context = contextOf(call, caller, sourceIp);
  for (const need of needs) {
    const resource = await judge.resourcePolicies(need.resource, need.action, directory);
    const tags = await judge.resourceTags(need.resource, directory);
    const decision = evaluate(
      {
        principalArn: caller.principalArn,
        principalNames: caller.names,
        principalAccount: caller.account,
        action: need.action,
        resources: [need.resource],
        resourceAccount: accountOf(need, caller),
        context: { ...context, ...tags, ...need.context },
      },
      policiesOf(caller, resource),
      optionsOf(need, resource),
    );
    if (!decision.allowed) throw denied(call, caller, need, decision.because);
  }
};

const accountOf = ({ resource }: Need, caller: Caller): string => {
  const account = resource.split(":")[4];
  return account && /^\d{12}$/.test(account) ? account : caller.account;
};

const policiesOf = ({ identity, boundary, session }: Caller, resource: Policy | undefined) => ({
  identity,
  ...(boundary && { boundary }),
  ...(session && { session: session.policies }),
  ...(resource && { resource }),
});

/** Keys and roles belong to their own policy: what it does not allow, no identity policy can. */
const optionsOf = ({ action, resource }: Need, ownPolicy: Policy | undefined): EvaluationOptions => {
  if (action.startsWith("sts:AssumeRole"))
    return { mustBeAllowedByResourcePolicy: true, resourcePolicyType: "role trust policy" };
  // A key without a policy does not exist, which KMS itself has to say.
  const isKey = action.startsWith("kms:") && resource.includes(":key/");
  return { mustBeAllowedByResourcePolicy: isKey && ownPolicy !== undefined };
};

/** Judges a service that wants to act as a role: only the role's trust policy has a say. */
export const mayAssume = async (service: string, roleArn: string, { iam }: Judge, now: Date): Promise<void> => {
  const trust = (await iam.directory()).roles.get(roleArn)?.trust;
  const account = roleArn.split(":")[4] ?? "";
  const decision = evaluate(
    {
      principalArn: service,
      principalNames: [service],
      principalAccount: account,
      action: "sts:AssumeRole",
      resources: [roleArn],
      resourceAccount: account,
      context: {
        "aws:CurrentTime": now.toISOString(),
        "aws:SourceAccount": account,
        "aws:PrincipalIsAWSService": "true",
      },
    },
    { identity: [], ...(trust && { resource: trust }) },
    { mustBeAllowedByResourcePolicy: true, resourcePolicyType: "role trust policy" },
  );
  if (!decision.allowed)
    throw new ServiceError(
      "AccessDenied",
      `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
};
