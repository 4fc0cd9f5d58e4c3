import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { account, allow, byRole, byRoot, byService, byUser, deny, policy, sharedWith } from "./example-requests.ts";
import type { AccessRequest, Decision, Policies } from "./types.ts";

const action = "kinesis:StopStreamEncryption";
const everything = policy(allow("*"));
const somethingElse = policy(allow("s3:*"));
const denied = (because: string): Decision => ({ allowed: false, because });
const noIdentity = denied(`because no identity-based policy allows the ${action} action`);
const noResource = denied(`because no resource-based policy allows the ${action} action`);
const allowed: Decision = { allowed: true };

describe("resources that must allow by their own policy (KMS keys, role trust)", () => {
  const ask = (request: AccessRequest, policies: Policies) =>
    evaluate(request, policies, { mustBeAllowedByResourcePolicy: true });
  test("an identity policy alone is not enough", () => {
    expect(ask(byUser("bob"), { identity: [everything] })).toEqual(noResource);
    expect(ask(byRoot(), { identity: [] })).toEqual(noResource);
  });
  test("the account's root in the key policy hands the decision to identity policies", () => {
    const resource = sharedWith(`arn:aws:iam::${account}:root`);
    expect(ask(byUser("bob"), { identity: [everything], resource })).toEqual(allowed);
    expect(ask(byUser("bob"), { identity: [], resource })).toEqual(noIdentity);
    expect(ask(byRoot(), { identity: [], resource })).toEqual(allowed);
  });
  test("a trust policy that names the user is enough, and is called by its name when it does not", () => {
    const trust = (id: string) =>
      policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${account}:user/${id}` } });
    const request = byUser("bob", { action: "sts:AssumeRole", resources: [`arn:aws:iam::${account}:role/deploy`] });
    const options = { mustBeAllowedByResourcePolicy: true, resourcePolicyType: "role trust policy" } as const;
    expect(evaluate(request, { identity: [], resource: trust("bob") }, options)).toEqual(allowed);
    expect(evaluate(request, { identity: [everything], resource: trust("eve") }, options)).toEqual(
      denied("because no role trust policy allows the sts:AssumeRole action"),
    );
    const refusal = policy({ Effect: "Deny", Action: "sts:AssumeRole", Principal: "*" });
    expect(evaluate(request, { identity: [everything], resource: refusal }, options)).toEqual(
      denied("with an explicit deny in the role trust policy"),
    );
  });
});

describe("services", () => {
  const queue = (condition?: object) =>
    policy({
      ...allow("sqs:SendMessage"),
      Principal: { Service: "events.amazonaws.com" },
      ...(condition
        ? { Condition: { ArnEquals: { "aws:SourceArn": `arn:aws:events:us-east-1:${account}:rule/r` } } }
        : {}),
    });
  const send = (service: string, context: AccessRequest["context"] = {}) =>
    byService(service, { action: "sqs:SendMessage", resources: [`arn:aws:sqs:us-east-1:${account}:q`], context });
  const refused = denied("because no resource-based policy allows the sqs:SendMessage action");

  test("have the rights that the resource policy gives them, and no others", () => {
    expect(evaluate(send("events.amazonaws.com"), { identity: [], resource: queue() })).toEqual(allowed);
    expect(evaluate(send("sns.amazonaws.com"), { identity: [], resource: queue() })).toEqual(refused);
    expect(evaluate(send("events.amazonaws.com"), { identity: [everything] })).toEqual(refused);
  });
  test("are all named by a star among services, which names nobody else", () => {
    const resource = policy({ ...allow("sqs:SendMessage"), Principal: { Service: "*" } });
    expect(evaluate(send("sns.amazonaws.com"), { identity: [], resource })).toEqual(allowed);
    const bob = byUser("bob", { action: "sqs:SendMessage" });
    expect(evaluate(bob, { identity: [], resource }).allowed).toBe(false);
  });
  test("are held to the source that the policy asks for", () => {
    const policies = { identity: [], resource: queue({}) };
    const rule = (name: string) => ({ "aws:SourceArn": `arn:aws:events:us-east-1:${account}:rule/${name}` });
    expect(evaluate(send("events.amazonaws.com", rule("r")), policies)).toEqual(allowed);
    expect(evaluate(send("events.amazonaws.com", rule("other")), policies)).toEqual(refused);
    expect(evaluate(send("events.amazonaws.com"), policies)).toEqual(refused);
  });
  test("are not bound by the denials of service control policies", () => {
    const organization = [[somethingElse], [policy(deny("*"))]];
    expect(evaluate(send("events.amazonaws.com"), { identity: [], resource: queue(), organization })).toEqual(allowed);
  });
});

describe("NotPrincipal", () => {
  const bob = `arn:aws:iam::${account}:user/bob`;
  const root = `arn:aws:iam::${account}:root`;
  const denyExcept = (...names: string[]) => policy({ ...deny("*"), NotPrincipal: { AWS: names } });
  const explicit = denied("with an explicit deny in a resource-based policy");

  test("with Deny it spares whom it lists together with the account", () => {
    const policies = { identity: [everything], resource: denyExcept(bob, root) };
    expect(evaluate(byUser("bob"), policies)).toEqual(allowed);
    expect(evaluate(byUser("eve"), policies)).toEqual(explicit);
    expect(evaluate(byUser("bob"), { ...policies, resource: denyExcept(bob) })).toEqual(explicit);
  });
  test("with Deny a role session must be listed with its role and account", () => {
    const role = `arn:aws:iam::${account}:role/reader`;
    const session = `arn:aws:sts::${account}:assumed-role/reader/session`;
    const ask = (...names: string[]) =>
      evaluate(byRole("reader"), { identity: [everything], resource: denyExcept(...names) });
    expect(ask(session, role, root)).toEqual(allowed);
    expect(ask(role, root)).toEqual(explicit);
  });
  test("with Deny it always hits a caller with a permissions boundary", () => {
    const policies = { identity: [everything], boundary: everything, resource: denyExcept(bob, root) };
    expect(evaluate(byUser("bob"), policies)).toEqual(explicit);
  });
  test("with Allow it grants everyone else", () => {
    const resource = policy({ ...allow("*"), NotPrincipal: { AWS: bob } });
    expect(evaluate(byUser("eve"), { identity: [], resource })).toEqual(allowed);
    expect(evaluate(byUser("bob"), { identity: [], resource })).toEqual(noIdentity);
  });
});

test("a resource policy's statement without a principal speaks of nobody", () => {
  expect(evaluate(byUser("bob"), { identity: [], resource: everything })).toEqual(noIdentity);
});
