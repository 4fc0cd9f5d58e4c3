import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../../shared/actions/iam/deactivate-access-key.ts";
import type { Actor, Credential } from "../../../shared/cloudtrail/actor.ts";
import type { Incident, StepRecord } from "../../../shared/incident/incident.ts";
import { afterRelapse, answerTo, rungFor } from "../../../shared/response/ladder.ts";
import { home, otherAccount } from "../records.ts";
import { credentials } from "./credentials.ts";

type Kind = Credential["kind"];
/** What a person has to be told, where nothing can be done from here. */
const advised: Readonly<Partial<Record<Kind, RegExp>>> = {
  "identity-center-session": /^Disable the user in IAM Identity Center /,
  "identity-center-user": /^Disable the user in IAM Identity Center /,
  "service-linked-role": /^An AWS service made this call/,
  root: /root user .+ password and MFA/,
  service: /^An AWS service made this call/,
  "other-account": /taken from somebody\.$/,
  unknown: /taken from somebody\.$/,
};

const actor = (credential: Credential, changes: Partial<Actor> = {}): Actor => ({
  name: "somebody",
  account: home.account,
  credential,
  ...changes,
});

test("the long-term key of a user is deactivated, with parameters that the action takes", () => {
  const rung = rungFor(actor(credentials["user-key"]), home.account);
  const params = {
    userName: "alice",
    accessKeyId: "AKIAEXAMPLEEXAMPLE00",
    userArn: `arn:aws:iam::${home.account}:user/alice`,
  };
  expect(rung).toStrictEqual({ steps: [{ action: "deactivate-access-key", params }], advice: [] });
  expect(v.is(deactivateAccessKey.params, params)).toBe(true);
});

describe("who makes a suspicious call", () => {
  const caller = actor(credentials["user-key"]);

  test("is to blame for it, and keeps what they have where they are not to be evicted", () => {
    expect(answerTo(caller, false, home.account)).toStrictEqual({ blamed: true, steps: [], advice: [] });
    expect(answerTo(caller, true, home.account)).toMatchObject({ blamed: true, steps: [{}], advice: [] });
    const root = actor(credentials.root);
    expect(answerTo(root, true, home.account)).toMatchObject({ blamed: true, steps: [], advice: [expect.anything()] });
  });

  test("is never to blame where an AWS service acted for them", () => {
    const through = { ...caller, invokedBy: "cloudformation.amazonaws.com" };
    for (const evict of [true, false])
      expect(answerTo(through, evict, home.account)).toStrictEqual({ blamed: false, steps: [], advice: [] });
  });
});

test("a key of an account that the record does not name is taken for one of this account", () => {
  const { account: _, ...nameless } = actor(credentials["user-key"]);
  expect(rungFor(nameless, home.account)).toHaveProperty(
    "steps[0].params.userArn",
    `arn:aws:iam::${home.account}:user/alice`,
  );
});

test.each(Object.values(credentials).filter(({ kind }) => advised[kind]))(
  "$kind: a person is told what to do",
  (credential) => {
    const advice = [expect.stringMatching(advised[credential.kind] ?? /$/)];
    expect(rungFor(actor(credential), home.account)).toStrictEqual({ steps: [], advice });
  },
);

const alice = { userName: "alice", userArn: `arn:aws:iam::${home.account}:user/alice` };

test("a session of a user has its rights from the user, who is denied everything; so has a federated one", () => {
  for (const kind of ["user-session", "federated-user"] as const)
    expect(rungFor(actor(credentials[kind]), home.account)).toStrictEqual({
      steps: [{ action: "deny-user", params: { ...alice, way: "boundary" } }],
      advice: [],
    });
});

describe("a session of a role", () => {
  const session = credentials["role-session"];
  const { roleName, roleArn, userId } = session;

  test("is denied by itself: the role goes on working for others", () => {
    expect(rungFor(actor(session), home.account)).toStrictEqual({
      steps: [{ action: "deny-role-session", params: { roleName, roleArn, userId } }],
      advice: [],
    });
  });

  test("of an instance is denied, too, and a person is told to isolate the instance", () => {
    const { steps, advice } = rungFor(actor({ ...session, instance: true }), home.account);
    expect(steps).toHaveLength(1);
    expect(advice).toMatchObject([expect.stringContaining("isolate the instance")]);
  });

  test.each([[{ userId: "AROAEXAMPLEEXAMPLE000:*" }], [{ userId: "" }], [{ roleArn: "" }]])(
    "that cannot be told from others is left to a person: %j",
    (changes) => {
      expect(rungFor(actor({ ...session, ...changes }), home.account)).toStrictEqual({
        steps: [],
        advice: [expect.stringMatching(/^Revoke the active sessions of the role pipeline /)],
      });
    },
  );
});

test("a federated session whose issuer is not known is told of all the same", () => {
  expect(rungFor(actor({ kind: "federated-user" }), home.account)).toStrictEqual({
    steps: [],
    advice: [expect.stringMatching(/^Deny the user that issued the federated session: /)],
  });
});

describe("what was taken back leads to the next rung, and a person is told", () => {
  const now = new Date("2026-09-19T12:00:00Z");
  const rungAfter = (action: string, params: object) => {
    const record = { id: "step-1", action, change: { resource: "arn:x", before: 0, after: 1 } } as StepRecord;
    const steps = [{ id: "step-1", action, params }] as unknown as Incident["steps"];
    return afterRelapse({ steps }, record, { account: home.account, now });
  };
  const { roleName, roleArn, userId } = credentials["role-session"];

  test.each([
    ["deactivate-access-key", { ...alice, accessKeyId: "AKIAEXAMPLEEXAMPLE00" }, "deny-user", { way: "boundary" }],
    ["deny-user", { ...alice, way: "boundary" }, "deny-user", { way: "attached" }],
    ["deny-user", { ...alice, way: "attached" }, "deny-user", { way: "inline" }],
    [
      "deny-role-session",
      { roleName, roleArn, userId },
      "revoke-role-sessions",
      { roleArn, issuedUntil: "2026-09-19T12:00:30.000Z" },
    ],
  ])("%s %j: %s", (action, params, next, given) => {
    const { steps, advice } = rungAfter(action, params);
    expect(steps).toMatchObject([{ action: next, params: given }]);
    expect(advice).toStrictEqual([expect.stringMatching(/is in use again: .* Find out who\.$/)]);
  });

  test.each([
    ["deny-user", { ...alice, way: "inline" }],
    ["revoke-role-sessions", { roleName, roleArn, issuedUntil: "2026-09-19T12:00:30.000Z" }],
    ["deny-role", { roleName, roleArn }],
  ])("after %s there is none: a person has to act", (action, params) => {
    const { steps, advice } = rungAfter(action, params);
    expect(steps).toStrictEqual([]);
    expect(advice).toStrictEqual([expect.stringContaining("deny them and this everything")]);
  });
});

describe("nothing is ever done about an identity of another account, whatever its kind", () => {
  test.each(Object.values(credentials))("$kind", (credential) => {
    expect(rungFor(actor(credential, { account: otherAccount }), home.account)).toStrictEqual({
      steps: [],
      advice: [`The caller belongs to account ${otherAccount}: ask its owner to take somebody out of use.`],
    });
  });
});
