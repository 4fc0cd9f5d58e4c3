import { type ArnsOf, text } from "./types.ts";

/** IAM calls name their resource by plain name; the ARN carries the path, which only creation tells. */
export const iam: ArnsOf = ({ operation, input }, { account }) => {
  const path = text(input, "Path") ?? "/";
  const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}${path}${name}`;
  const policyArn = text(input, "PolicyArn");
  const user = text(input, "UserName");
  const role = text(input, "RoleName");
  const group = text(input, "GroupName");
  const profile = text(input, "InstanceProfileName");
  if (group) return [arn("group", group)];
  if (role && !profile) return [arn("role", role)];
  if (user) return [arn("user", user)];
  if (profile) return [arn("instance-profile", profile)];
  if (policyArn) return [policyArn];
  const policy = operation === "CreatePolicy" ? text(input, "PolicyName") : undefined;
  return policy ? [arn("policy", policy)] : [];
};

export const sts: ArnsOf = ({ operation, input }, { account }) => {
  const name = text(input, "Name");
  if (operation === "GetFederationToken" && name) return [`arn:aws:sts::${account}:federated-user/${name}`];
  const role = text(input, "RoleArn");
  return role ? [role] : [];
};
