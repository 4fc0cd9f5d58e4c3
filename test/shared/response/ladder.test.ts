import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../../shared/actions/iam/deactivate-access-key.ts";
import type { Actor, Credential } from "../../../shared/cloudtrail/actor.ts";
import { answerTo, rungFor } from "../../../shared/response/ladder.ts";
import { home, otherAccount } from "../records.ts";
import { credentials } from "./credentials.ts";

type Kind = Credential["kind"];
/** What a person has to be told, where nothing can be done from here. */
const advised: Readonly<Record<Exclude<Kind, "user-key">, RegExp>> = {
  "user-session": /^Deny the user alice: /,
  "role-session": /^Revoke the active sessions of the role pipeline /,
  "identity-center-session": /^Disable the user in IAM Identity Center /,
  "identity-center-user": /^Disable the user in IAM Identity Center /,
  "service-linked-role": /^An AWS service made this call/,
  "federated-user": /^Deny the user alice: /,
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
  expect(rung).toStrictEqual({ step: { action: "deactivate-access-key", params } });
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
    "step.params.userArn",
    `arn:aws:iam::${home.account}:user/alice`,
  );
});

test.each(Object.values(credentials).filter((credential) => credential.kind !== "user-key"))(
  "$kind: a person is told what to do",
  (credential) => {
    const advice = expect.stringMatching(advised[credential.kind]);
    expect(rungFor(actor(credential), home.account)).toStrictEqual({ advice });
  },
);

test("a federated session whose issuer is not known is told of all the same", () => {
  expect(rungFor(actor({ kind: "federated-user" }), home.account)).toStrictEqual({
    advice: expect.stringMatching(/^Deny the user that issued the federated session: /),
  });
});

describe("nothing is ever done about an identity of another account, whatever its kind", () => {
  test.each(Object.values(credentials))("$kind", (credential) => {
    expect(rungFor(actor(credential, { account: otherAccount }), home.account)).toStrictEqual({
      advice: `The caller belongs to account ${otherAccount}: ask its owner to take somebody out of use.`,
    });
  });
});
