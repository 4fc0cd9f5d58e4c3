import type { Input } from "../types.ts";
import type { Need } from "./needs.ts";

/** Services that take a role to act with; the caller must be allowed to hand it over. */
const takers = new Set([
  "cloudformation",
  "cloudtrail",
  "ec2",
  "events",
  "firehose",
  "kinesis",
  "lambda",
  "logs",
  "pipes",
  "scheduler",
  "states",
]);

const roleArn = /^arn:aws:iam::\d{12}:role\/.+$/;
const writes = /^(Create|Update|Put|Run|Execute|Delete|Start|Associate)/;

/** iam:PassRole for every role in the input of a call that gives roles to a service. */
export const passedRoles = (prefix: string, operation: string, input: Input): readonly Need[] => {
  if (prefix === "iam" && operation === "AddRoleToInstanceProfile") return [];
  if (!takers.has(prefix) || !writes.test(operation)) return [];
  return [...new Set(texts(input).filter((text) => roleArn.test(text)))].map((resource) => ({
    action: "iam:PassRole",
    resource,
    context: { "iam:PassedToService": `${prefix}.amazonaws.com` },
  }));
};

const texts = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return [];
  return Object.values(value).flatMap(texts);
};
