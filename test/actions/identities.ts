import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { removeUserWholly } from "../attacks/remove-user-wholly.ts";
import { account, type ExampleLab, policy } from "../lab/door/example-lab.ts";
import { createRole, removeRole } from "./roles.ts";

/** Users, roles and groups to try actions on. */

export const kinds = ["user", "role", "group"] as const;
type Kind = (typeof kinds)[number];

export interface On {
  readonly kind: Kind;
  readonly name: string;
  readonly arn: string;
}

export const reading = policy({ Effect: "Allow", Action: "kinesis:Get*", Resource: "*" });
export const dashboards = policy({ Effect: "Allow", Action: "cloudwatch:GetMetricData", Resource: "*" });

export const create = async (lab: ExampleLab, kind: Kind, name: string): Promise<On> => {
  if (kind === "user") await lab.user(name);
  if (kind === "role") await createRole(lab, name);
  if (kind === "group") await lab.as(lab.root).iam.send(new CreateGroupCommand({ GroupName: name }));
  return { kind, name, arn: `arn:aws:iam::${account}:${kind}/${name}` };
};

export const remove = async (lab: ExampleLab, { kind, name }: On): Promise<void> => {
  if (kind === "user") await removeUserWholly(lab.as(lab.root).iam, name);
  if (kind === "role") await removeRole(lab, { roleName: name });
  if (kind === "group") await lab.as(lab.root).iam.send(new DeleteGroupCommand({ GroupName: name }));
};

export const putInline = async (lab: ExampleLab, { kind, name }: On, PolicyName: string, PolicyDocument: string) => {
  const { iam } = lab.as(lab.root);
  const input = { PolicyName, PolicyDocument };
  if (kind === "user") await iam.send(new PutUserPolicyCommand({ UserName: name, ...input }));
  if (kind === "role") await iam.send(new PutRolePolicyCommand({ RoleName: name, ...input }));
  if (kind === "group") await iam.send(new PutGroupPolicyCommand({ GroupName: name, ...input }));
};

export const dropInline = async (lab: ExampleLab, { kind, name }: On, PolicyName: string): Promise<void> => {
  const { iam } = lab.as(lab.root);
  if (kind === "user") await iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName }));
  if (kind === "role") await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName }));
  if (kind === "group") await iam.send(new DeleteGroupPolicyCommand({ GroupName: name, PolicyName }));
};

export const detach = async (lab: ExampleLab, { kind, name }: On, PolicyArn: string): Promise<void> => {
  const { iam } = lab.as(lab.root);
  if (kind === "user") await iam.send(new DetachUserPolicyCommand({ UserName: name, PolicyArn }));
  if (kind === "role") await iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
  if (kind === "group") await iam.send(new DetachGroupPolicyCommand({ GroupName: name, PolicyArn }));
};

export const attach = async (lab: ExampleLab, { kind, name }: On, PolicyArn: string): Promise<void> => {
  const { iam } = lab.as(lab.root);
  if (kind === "user") await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
  if (kind === "role") await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  if (kind === "group") await iam.send(new AttachGroupPolicyCommand({ GroupName: name, PolicyArn }));
};

/** A managed policy of the account's own. @returns its ARN */
export const createPolicy = async (
  lab: ExampleLab,
  PolicyName: string,
  PolicyDocument = dashboards,
): Promise<string> => {
  const { Policy } = await lab.as(lab.root).iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  return Policy?.Arn ?? "";
};
