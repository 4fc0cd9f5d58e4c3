import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import { account, type ExampleLab } from "../lab/door/example-lab.ts";

/** A role of the account's own, to try actions on. */
export const createRole = async (lab: ExampleLab, roleName: string) => {
  const Statement = { Effect: "Allow", Action: "kinesis:*", Resource: "*" };
  await lab.role(roleName, { AWS: account }, Statement);
  return { roleName, roleArn: `arn:aws:iam::${account}:role/${roleName}` };
};

export const removeRole = async (
  lab: ExampleLab,
  { roleName: RoleName }: { readonly roleName: string },
): Promise<void> => {
  const { iam } = lab.as(lab.root);
  for (const PolicyName of ["AWSRevokeOlderSessions", "allowed"])
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })).catch(() => undefined);
  await iam.send(new DeleteRoleCommand({ RoleName }));
};
