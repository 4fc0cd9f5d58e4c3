import { derivedResources } from "../../../shared/derive/stack.ts";
import { byRole } from "../../lab/iam/example-requests.ts";
import { parsePolicy } from "../../lab/iam/parse-policy.ts";
import type { AccessRequest, Policy } from "../../lab/iam/types.ts";
import { home, settingsOf } from "../records.ts";

/** The queue policies and roles of the derived template, as they are once CloudFormation has filled in the ARNs. */

const { account, region } = home;
const stack = "lockkeeper-dev";

interface Derived {
  readonly Type: string;
  readonly Properties: {
    readonly PolicyDocument?: unknown;
    readonly Queues?: readonly { readonly Ref: string }[];
    readonly Policies?: readonly { readonly PolicyDocument: unknown }[];
  };
}

/** Who may order an undo. */
export const operators = [
  `arn:aws:iam::${account}:role/on-call`,
  `arn:aws:iam::${account}:role/team/*`,
  `arn:aws:iam::${account}:user/alice`,
];

const template: Readonly<Record<string, Derived>> = JSON.parse(
  JSON.stringify(await derivedResources(settingsOf({ mode: "enforce", streams: [{ name: "orders" }], operators }))),
);

/** Of a logical id; what stands in serverless.yml is only named. */
export const arnOf = (id: string): string => {
  switch (template[id]?.Type) {
    case "AWS::IAM::Role":
      return `arn:aws:iam::${account}:role/${stack}-${id}`;
    case "AWS::Events::Rule":
      return `arn:aws:events:${region}:${account}:rule/${stack}-${id}`;
    case "AWS::SQS::Queue":
      return `arn:aws:sqs:${region}:${account}:${stack}-${id}`;
    default:
      return `arn:aws:other:${region}:${account}:${id}`;
  }
};

const pseudo: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::Region": region,
  "AWS::AccountId": account,
  "AWS::StackName": stack,
};

const filled = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(filled);
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { "Fn::GetAtt": attribute, "Fn::Sub": text, Ref: id } = fields;
  if (Array.isArray(attribute)) return arnOf(String(attribute[0]));
  if (typeof text === "string") return text.replaceAll(/\$\{([\w:]+)\}/g, (_, name: string) => pseudo[name] ?? "?");
  if (typeof id === "string") return arnOf(id);
  return Object.fromEntries(Object.entries(fields).map(([name, inner]) => [name, filled(inner)]));
};

const idsOf = (type: string): readonly string[] => Object.keys(template).filter((id) => template[id]?.Type === type);

/** Logical ids. */
export const queues = idsOf("AWS::SQS::Queue");
export const rules = idsOf("AWS::Events::Rule");

const document = (value: unknown, where: string, kind: "identity" | "resource"): Policy =>
  parsePolicy(JSON.stringify(filled(value)), where, kind);

/** The policy of a queue. */
export const policyOf = (queue: string): Policy => {
  const found = Object.values(template).filter(
    ({ Type, Properties }) => Type === "AWS::SQS::QueuePolicy" && Properties.Queues?.some(({ Ref }) => Ref === queue),
  );
  if (found.length !== 1) throw new Error(`${queue} has ${found.length} policies, expected one`);
  return document(found[0]?.Properties.PolicyDocument, queue, "resource");
};

/** What a role allows. */
export const identityOf = (role: string): readonly Policy[] =>
  (template[role]?.Properties.Policies ?? []).map(({ PolicyDocument }) => document(PolicyDocument, role, "identity"));

/** The request of a function's role to send a message to a queue. */
export const sentBy = (role: string, change: Partial<AccessRequest> = {}): AccessRequest =>
  byRole(`${stack}-${role}`, change, account);
