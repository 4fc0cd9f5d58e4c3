import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import * as v from "valibot";
import { readAttributes } from "./attributes.ts";
import type { Clients } from "./clients.ts";
import { makers } from "./skipped/index.ts";
import { holds, resolve, resolveAll, type Scope, Template } from "./template.ts";

export interface DeployedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** As `Fn::GetAtt … Arn` gives it, where the type has one. */
  readonly arn?: string;
  /** The template's properties with every reference resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DeployedStack {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly resources: readonly DeployedResource[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Reads the stack of a stage back and makes what CloudFormation in moto left out. */
export const completeStack = async (stage: string, region: string, clients: Clients): Promise<DeployedStack> => {
  const stack = await findStack(stage, clients);
  const [, partition = "aws", , , account = ""] = (stack.StackId ?? "").split(":");
  const template = await readTemplate(stack.StackName ?? "", clients);
  const physicalIds = new Map<string, string>();
  const attributes = new Map<string, Readonly<Record<string, string>>>();
  const scope: Scope = {
    template,
    physicalIds,
    parameters: {
      ...Object.fromEntries(
        (stack.Parameters ?? []).map((parameter) => [parameter.ParameterKey, parameter.ParameterValue]),
      ),
      "AWS::AccountId": account,
      "AWS::Partition": partition,
      "AWS::Region": region,
      "AWS::StackId": stack.StackId ?? "",
      "AWS::StackName": stack.StackName ?? "",
      "AWS::URLSuffix": "amazonaws.com",
    },
    attribute: (logicalId, attribute) => {
      const value = attributes.get(logicalId)?.[attribute];
      if (value === undefined) throw new Error(`The lab does not know ${logicalId}.${attribute} of the template.`);
      return value;
    },
  };
  const remember = async (logicalId: string, type: string, physicalId: string): Promise<void> => {
    physicalIds.set(logicalId, physicalId);
    attributes.set(logicalId, await readAttributes(type, physicalId, { partition, region, account, clients }));
  };

  const made = await clients.cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack.StackName }));
  for (const { LogicalResourceId, PhysicalResourceId = LogicalResourceId, ResourceType } of made.StackResources ?? []) {
    if (LogicalResourceId && PhysicalResourceId && ResourceType)
      await remember(LogicalResourceId, ResourceType, PhysicalResourceId);
  }
  const wanted = Object.entries(template.Resources).filter(([, { Condition }]) => holds(Condition, scope));
  for (const [logicalId, { Type, Properties }] of wanted) {
    if (physicalIds.has(logicalId)) continue;
    const make = makers[Type];
    if (make === undefined) {
      throw new Error(
        `moto's CloudFormation skipped ${logicalId} (${Type}), and the lab has nothing in test/lab/stack/skipped to make it.`,
      );
    }
    const properties = resolveAll(Properties ?? {}, scope);
    await remember(logicalId, Type, await make({ stackName: stack.StackName ?? "", logicalId, properties }, clients));
  }

  return {
    name: stack.StackName ?? "",
    region,
    account,
    resources: wanted.map(([logicalId, { Type, Properties }]) => {
      const arn = attributes.get(logicalId)?.["Arn"];
      const properties = resolveAll(Properties ?? {}, scope);
      return { logicalId, type: Type, physicalId: physicalIds.get(logicalId) ?? "", properties, ...(arn && { arn }) };
    }),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs ?? {})
        .filter(([, { Condition }]) => holds(Condition, scope))
        .map(([name, { Value }]) => [name, String(resolve(Value, scope))]),
    ),
  };
};

/** The CLI names a stack SERVICE-STAGE. */
const findStack = async (stage: string, { cloudFormation }: Clients): Promise<Stack> => {
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
  const [stack, ...others] = Stacks.filter(({ StackName }) => StackName?.endsWith(`-${stage}`));
  if (stack === undefined || others.length > 0) {
    const names = Stacks.map(({ StackName }) => StackName).join(", ");
    throw new Error(`One stack of stage ${stage} was expected after the deployment, there are: ${names || "none"}.`);
  }
  return stack;
};

const readTemplate = async (StackName: string, { cloudFormation }: Clients): Promise<Template> => {
  const { TemplateBody } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
  return v.parse(v.pipe(v.string(), v.parseJson(), Template), TemplateBody);
};
