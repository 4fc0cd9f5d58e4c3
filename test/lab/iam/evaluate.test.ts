// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import {
  account,
  allow,
  byFederatedUser,
  byRole,
  byRoot,
  byUser,
  deny,
  otherAccount,
  policy,
  sharedWith,
} from "./example-requests.ts";
import type { AccessRequest, Decision, Policies } from "./types.ts";

const action = "kinesis:StopStreamEncryption";
const everything = policy(allow("*"));
const somethingElse = policy(allow("s3:*"));
const denied = (because: string): Decision => ({ allowed: false, because });
const noIdentity = denied(`because no identity-based policy allows the ${action} action`);
const noBoundary = denied(`because no permissions boundary allows the ${action} action`);
const noSession = denied(`because no session policy allows the ${action} action`);
const noResource = denied(`because no resource-based policy allows the ${action} action`);
const noScp = denied(`because no service control policy allows the ${action} action`);
const allowed: Decision = { allowed: true };

test("without any policy a user may do nothing", () => {
  expect(evaluate(byUser("bob"), { identity: [] })).toEqual(noIdentity);
});

test("an identity policy allows what it names, and nothing else", () => {
  const policies = { identity: [policy(allow("kinesis:*", `arn:aws:kinesis:*:${account}:stream/orders`))] };
  expect(evaluate(byUser("bob"), policies)).toEqual(allowed);
  expect(evaluate(byUser("bob", { resources: ["*"] }), policies)).toEqual(noIdentity);
  expect(evaluate(byUser("bob", { action: "kms:Decrypt" }), policies)).toEqual(
    denied("because no identity-based policy allows the kms:Decrypt action"),
  );
});

test("every resource of the call must be allowed", () => {
  const stream = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;
  const key = `arn:aws:kms:us-east-1:${account}:key/1`;
  const both = byUser("bob", { resources: [stream, key] });
  expect(evaluate(both, { identity: [policy(allow("*", stream))] })).toEqual(noIdentity);
  expect(evaluate(both, { identity: [policy(allow("*", stream)), policy(allow("*", key))] })).toEqual(allowed);
  expect(evaluate(both, { identity: [policy(deny("*", key))] })).toEqual(
    denied("with an explicit deny in an identity-based policy"),
  );
});

test("a call without resources is judged as one on everything, not as allowed", () => {
  expect(evaluate(byUser("bob", { resources: [] }), { identity: [] })).toEqual(noIdentity);
});

describe("an explicit deny wins wherever it stands", () => {
  const denyAll = policy(deny("*"));
  const denyHere = policy({ ...deny("*"), Principal: "*" });
  const full = { identity: [everything], resource: sharedWith("*"), boundary: everything, session: [everything] };
  test.each<[string, Partial<Policies>, string]>([
    ["identity", { identity: [everything, denyAll] }, "an identity-based policy"],
    ["boundary", { boundary: denyAll }, "a permissions boundary"],
    ["session", { session: [everything, denyAll] }, "a session policy"],
    ["resource", { resource: denyHere }, "a resource-based policy"],
    ["organization", { organization: [[everything], [everything, denyAll]] }, "a service control policy"],
  ])("%s", (_where, change, type) => {
    expect(evaluate(byRole("reader"), full)).toEqual(allowed);
    expect(evaluate(byRole("reader"), { ...full, ...change })).toEqual(denied(`with an explicit deny in ${type}`));
  });
});

describe("service control policies", () => {
  const identity = [everything];
  test("every level must allow, by any policy of that level", () => {
    const level = [somethingElse, everything];
    expect(evaluate(byUser("bob"), { identity, organization: [level, level] })).toEqual(allowed);
    expect(evaluate(byUser("bob"), { identity, organization: [level, [somethingElse]] })).toEqual(noScp);
    expect(evaluate(byUser("bob"), { identity, organization: [level, []] })).toEqual(noScp);
  });
  test("they bind the root user too, but grant nobody anything", () => {
    expect(evaluate(byRoot(), { identity: [], organization: [[somethingElse]] })).toEqual(noScp);
    expect(evaluate(byUser("bob"), { identity: [], organization: [[everything]] })).toEqual(noIdentity);
  });
  test("a resource policy does not reach past them", () => {
    const policies = { identity: [], resource: sharedWith("*"), organization: [[somethingElse]] };
    expect(evaluate(byUser("bob"), policies)).toEqual(noScp);
  });
});

describe("within an account, how the resource policy names the caller decides what still limits it", () => {
  const user = `arn:aws:iam::${account}:user/bob`;
  const role = `arn:aws:iam::${account}:role/reader`;
  const session = `arn:aws:sts::${account}:assumed-role/reader/session`;
  const federated = `arn:aws:sts::${account}:federated-user/bob`;
  const root = `arn:aws:iam::${account}:root`;
  const [bob, reader, visitor] = [byUser("bob"), byRole("reader"), byFederatedUser("bob")];

  // One row per cell of the table in the IAM User Guide: who calls, whom the policy names, what does not allow.
  const noIdentityPolicy = { identity: [] };
  const narrowBoundary = { identity: [everything], boundary: somethingElse };
  const narrowSession = { identity: [everything], session: [somethingElse] };
  test.each<[string, AccessRequest, string, Policies, Decision]>([
    ["user by user ARN, no identity policy", bob, user, noIdentityPolicy, allowed],
    ["user by user ARN, boundary", bob, user, narrowBoundary, allowed],
    ["user by account, no identity policy", bob, root, noIdentityPolicy, noIdentity],
    ["user by account id, no identity policy", bob, account, noIdentityPolicy, noIdentity],
    ["user by account, boundary", bob, root, narrowBoundary, noBoundary],
    ["user by another user's ARN", bob, `${user}2`, noIdentityPolicy, noIdentity],
    ["role by role ARN, no identity policy", reader, role, noIdentityPolicy, allowed],
    ["role by role ARN, boundary", reader, role, narrowBoundary, noBoundary],
    ["role by role ARN, session policy", reader, role, narrowSession, noSession],
    ["role by session ARN, no identity policy", reader, session, noIdentityPolicy, allowed],
    ["role by session ARN, boundary", reader, session, narrowBoundary, allowed],
    ["role by session ARN, session policy", reader, session, narrowSession, allowed],
    ["role by everyone, boundary", reader, "*", narrowBoundary, allowed],
    ["federated by federated ARN, boundary", visitor, federated, narrowBoundary, allowed],
    ["federated by federated ARN, session policy", visitor, federated, narrowSession, allowed],
    ["federated by user ARN, session policy", visitor, user, narrowSession, noSession],
    ["federated by user ARN, boundary", visitor, user, narrowBoundary, noBoundary],
  ])("%s", (_case, request, named, policies, expected) => {
    expect(evaluate(request, { ...policies, resource: sharedWith(named) })).toEqual(expected);
  });

  test("a federated user without session policies has no rights of the user behind it", () => {
    expect(evaluate(visitor, { identity: [everything] })).toEqual(noSession);
    expect(evaluate(visitor, { identity: [everything], session: [everything] })).toEqual(allowed);
  });
});

describe("from another account", () => {
  const user = `arn:aws:iam::${otherAccount}:user/eve`;
  const eve = byUser("eve", {}, otherAccount);
  test.each<[string, Policies, Decision]>([
    ["only the identity policy allows", { identity: [everything] }, noResource],
    ["only the resource policy allows", { identity: [], resource: sharedWith(user) }, noIdentity],
    ["only the resource policy allows, everyone", { identity: [], resource: sharedWith("*") }, noIdentity],
    ["neither allows", { identity: [] }, noResource],
    ["both allow, by ARN", { identity: [everything], resource: sharedWith(user) }, allowed],
    ["both allow, by account", { identity: [everything], resource: sharedWith(otherAccount) }, allowed],
    [
      "the resource policy names a third account",
      { identity: [everything], resource: sharedWith("999999999999") },
      noResource,
    ],
    [
      "the boundary does not",
      { identity: [everything], boundary: somethingElse, resource: sharedWith(user) },
      noBoundary,
    ],
    [
      "the session does not",
      { identity: [everything], session: [somethingElse], resource: sharedWith(user) },
      noSession,
    ],
  ])("%s", (_case, policies, expected) => {
    expect(evaluate(eve, policies)).toEqual(expected);
  });

  test("a role named by its session ARN still needs its identity policy", () => {
    const request = byRole("reader", {}, otherAccount);
    const resource = sharedWith(`arn:aws:sts::${otherAccount}:assumed-role/reader/session`);
    expect(evaluate(request, { identity: [], resource })).toEqual(noIdentity);
    expect(evaluate(request, { identity: [everything], resource })).toEqual(allowed);
  });

  test("a role named by its role ARN still needs its identity policy", () => {
    const resource = sharedWith(`arn:aws:iam::${otherAccount}:role/reader`);
    expect(evaluate(byRole("reader", {}, otherAccount), { identity: [], resource })).toEqual(noIdentity);
  });

  test("the root user of the other account needs the resource policy only", () => {
    expect(evaluate(byRoot({}, otherAccount), { identity: [], resource: sharedWith(otherAccount) })).toEqual(allowed);
    expect(evaluate(byRoot({}, otherAccount), { identity: [] })).toEqual(noResource);
  });
});

test("NotAction and NotResource cover everything but what they list", () => {
  const exceptKinesis = policy({ Effect: "Allow", NotAction: "kinesis:*", Resource: "*" });
  expect(evaluate(byUser("bob"), { identity: [exceptKinesis] })).toEqual(noIdentity);
  expect(evaluate(byUser("bob", { action: "kms:Decrypt" }), { identity: [exceptKinesis] })).toEqual(allowed);
  const foreignStreams = policy({ Effect: "Deny", Action: "*", NotResource: `arn:aws:kinesis:*:*:stream/orders` });
  expect(evaluate(byUser("bob"), { identity: [everything, foreignStreams] })).toEqual(allowed);
  expect(evaluate(byUser("bob", { resources: ["*"] }), { identity: [everything, foreignStreams] })).toEqual(
    denied("with an explicit deny in an identity-based policy"),
  );
});

test("NotResource with a variable that has no value covers nothing", () => {
  const exceptOwn = policy({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::home/${aws:username}" });
  expect(evaluate(byUser("bob"), { identity: [exceptOwn] })).toEqual(allowed);
  expect(evaluate(byRole("reader"), { identity: [exceptOwn] })).toEqual(noIdentity);
});

test("variables work from the policy language of 2012 on, and are ordinary text before", () => {
  const own = allow("*", "arn:aws:iam::111122223333:user/${aws:username}");
  const request = byUser("bob", { resources: ["arn:aws:iam::111122223333:user/bob"] });
  expect(evaluate(request, { identity: [policy(own)] })).toEqual(allowed);
  expect(evaluate(request, { identity: [{ Version: "2008-10-17", Statement: own }] })).toEqual(noIdentity);
  expect(evaluate(request, { identity: [{ Statement: own }] })).toEqual(noIdentity);
});

describe("a policy that cannot be evaluated denies, and says why", () => {
  test.each<[string, Policies, string]>([
    [
      "unknown operator in an Allow",
      { identity: [policy({ ...allow("*"), Condition: { StringEqual: { a: "b" } } })] },
      'condition operator "StringEqual" is unknown',
    ],
    [
      "unreadable date in a Deny",
      {
        identity: [everything, policy({ ...deny("*"), Condition: { DateLessThan: { "aws:TokenIssueTime": "now" } } })],
      },
      'condition operator DateLessThan has the value "now"',
    ],
    ["no Resource", { identity: [policy({ Effect: "Allow", Action: "*" })] }, "neither Resource nor NotResource"],
    ["no Action", { identity: [policy({ Effect: "Allow", Resource: "*" })] }, "neither Action nor NotAction"],
  ])("%s", (_case, policies, reason) => {
    const decision = evaluate(byRole("reader"), policies);
    expect(decision.allowed ? "allowed" : decision.because).toContain("because a policy cannot be evaluated: ");
    expect(decision.allowed ? "allowed" : decision.because).toContain(reason);
  });
});
