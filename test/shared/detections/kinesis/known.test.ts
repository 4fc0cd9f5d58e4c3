import { expect, test } from "vitest";
import { isKnown, principalOf } from "../../../../shared/detections/kinesis/known.ts";
import { callOf, home, identities, otherAccount } from "../../records.ts";
import { roleOf, strangerFrom } from "./activities.ts";

const role = (path: string) => `arn:aws:iam::${home.account}:role/${path}`;
const user = (name: string) => `arn:aws:iam::${home.account}:user/${name}`;
const actorOf = (userIdentity: object) => callOf({ userIdentity }).actor;

const reserved = "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analysts_0123456789abcdef";
const linked = "aws-service-role/example.amazonaws.com/AWSServiceRoleForExample";
const federated = {
  type: "FederatedUser",
  arn: `arn:aws:sts::${home.account}:federated-user/reader`,
  accountId: home.account,
  sessionContext: { sessionIssuer: { type: "IAMUser", userName: "alice" } },
};

test.each([
  ["the key of a user", identities.user, user("alice")],
  ["a session of a role", roleOf("team/analytics"), role("team/analytics")],
  ["a session of Identity Center", roleOf(reserved, "carol@example.com"), role(reserved)],
  ["a role that belongs to a service", roleOf(linked), role(linked)],
  ["a federated user", federated, user("alice")],
  ["somebody of whom the account alone is known", strangerFrom(otherAccount), "AROAEXAMPLEEXAMPLE111:session"],
])("%s is known by the ARN of the user or role", (_, identity, principal) => {
  const actor = actorOf(identity);
  expect(principalOf(actor)).toBe(principal);
  if (principal.startsWith("arn:")) expect(isKnown(actor, [principal])).toBe(true);
  expect(isKnown(actor, [])).toBe(false);
  expect(isKnown(actor, [role("other"), user("other")])).toBe(false);
});

test("of another account one is known if any there is, and not by a pattern for all accounts", () => {
  const actor = actorOf(strangerFrom(otherAccount));
  expect(isKnown(actor, [`arn:aws:iam::${otherAccount}:role/reader`])).toBe(true);
  expect(isKnown(actor, ["arn:aws:iam::*:role/reader"])).toBe(false);
});
