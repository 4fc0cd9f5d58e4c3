import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { parsePolicy } from "../../iam/parse-policy.ts";
import type { Policies, Policy } from "../../iam/types.ts";

/** The identity policies and the boundary of a role. */
export const rolePolicies = async (roleArn: string, iam: IAMClient): Promise<Policies> => {
  const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const inline = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return parsePolicy(decodeURIComponent(PolicyDocument), `${RoleName}/${PolicyName}`);
  });
  const boundaryArn = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    identity: await Promise.all([
      ...inline,
      ...AttachedPolicies.map(({ PolicyArn = "" }) => managedPolicy(PolicyArn, iam)),
    ]),
    ...(boundaryArn && { boundary: await managedPolicy(boundaryArn, iam) }),
  };
};

const managedPolicy = async (PolicyArn: string, iam: IAMClient): Promise<Policy> => {
  const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsePolicy(decodeURIComponent(PolicyVersion?.Document ?? ""), PolicyArn);
};
