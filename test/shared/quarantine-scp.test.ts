import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "../lab/iam/evaluate.ts";
import { account, byRole, byUser } from "../lab/iam/example-requests.ts";
import type { AccessRequest, Policy } from "../lab/iam/types.ts";

/** The service control policy of docs/organisation.md, judged by the lab's evaluator, which is not the product's. */

const text = readFileSync(join(import.meta.dirname, "../../docs/quarantine-scp.json"), "utf8");
const quarantine = JSON.parse(text) as Policy;
const everything: Policy = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
};

/** Whether an administrator may, in an account under the policy. */
const may = (request: AccessRequest): boolean =>
  evaluate(request, { identity: [everything], organization: [[everything], [quarantine, everything]] }).allowed;

const tag = "lockkeeper:quarantine";
const onUser = (action: string, context: AccessRequest["context"] = {}): Partial<AccessRequest> => ({
  action: `iam:${action}`,
  resources: [`arn:aws:iam::${account}:user/mallory`],
  context,
});
const inQuarantine = { [`aws:ResourceTag/${tag}`]: "true" };
const administrator = (change: Partial<AccessRequest>) => byUser("admin", change);
const responder = (change: Partial<AccessRequest>) => byRole("lockkeeper-prod-contain-us-east-1", change);

test("it fits into a service control policy", () => {
  // Source: AWS Organizations User Guide, "Quotas and service limits".
  expect(JSON.stringify(quarantine).length).toBeLessThan(10_240);
});

test("who has the tag can do nothing, and everybody else what they could", () => {
  expect(may(byUser("mallory", { context: { [`aws:PrincipalTag/${tag}`]: "true" } }))).toBe(false);
  expect(may(byRole("worker", { context: { [`aws:PrincipalTag/${tag}`]: "true" } }))).toBe(false);
  expect(may(byUser("mallory", { context: { [`aws:PrincipalTag/${tag}`]: "false" } }))).toBe(true);
  expect(may(byUser("alice"))).toBe(true);
});

const takingBack: readonly (readonly [string, Partial<AccessRequest>])[] = [
  ["making the key active again", onUser("UpdateAccessKey", inQuarantine)],
  ["making another key", onUser("CreateAccessKey", inQuarantine)],
  ["deleting the inline denial", onUser("DeleteUserPolicy", inQuarantine)],
  ["taking the tag away", onUser("UntagUser", { "aws:TagKeys": [tag, "team"] })],
  ["giving the tag another value", onUser("TagUser", { "aws:TagKeys": [tag] })],
  ["detaching AWSDenyAll", onUser("DetachUserPolicy", { "iam:PolicyARN": "arn:aws:iam::aws:policy/AWSDenyAll" })],
  [
    "removing it as a boundary",
    onUser("DeleteUserPermissionsBoundary", { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AWSDenyAll" }),
  ],
];

describe.each(takingBack)("%s", (_, change) => {
  test("is refused to an administrator, and allowed to Lockkeeper", () => {
    expect(may(administrator(change))).toBe(false);
    expect(may(responder(change))).toBe(true);
  });
});

test("the same on somebody who is not in quarantine is everybody's own business", () => {
  for (const action of ["UpdateAccessKey", "CreateAccessKey", "DeleteUserPolicy", "DeleteUserPermissionsBoundary"])
    expect([action, may(administrator(onUser(action)))]).toStrictEqual([action, true]);
  expect(may(administrator(onUser("TagUser", { "aws:TagKeys": ["team"] })))).toBe(true);
  const other = { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" };
  expect(may(administrator(onUser("DetachUserPolicy", other)))).toBe(true);
});

test("the roles of Lockkeeper are changed through CloudFormation alone", () => {
  const resources = [`arn:aws:iam::${account}:role/lockkeeper-prod-contain-us-east-1`];
  const change = { action: "iam:PutRolePolicy", resources };
  expect(may(administrator(change))).toBe(false);
  expect(may(administrator({ ...change, context: { "aws:CalledVia": ["cloudformation.amazonaws.com"] } }))).toBe(true);
});
