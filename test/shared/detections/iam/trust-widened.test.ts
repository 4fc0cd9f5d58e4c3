import { expect, test } from "vitest";
import { trustWidened as detection } from "../../../../shared/detections/iam/trust-widened.ts";
import { home, otherAccount } from "../../records.ts";
import { baseline, dashboards, reading, roleArn, stateOf } from "./states.ts";

const trusting = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Action: "sts:AssumeRole", ...statement })),
  });
const lambda = { Principal: { Service: "lambda.amazonaws.com" } };
const own = { Principal: { AWS: `arn:aws:iam::${home.account}:role/build` } };
const foreign = { Principal: { AWS: otherAccount } };
const withId = { Condition: { StringEquals: { "sts:ExternalId": "x" } } };

const role = (trust: string, inline = reading) => stateOf(roleArn, { trust, inline: { streams: inline } });
const judge = (now: string, last: string, inline = reading) =>
  detection.judge(role(now, inline), baseline, role(last, inline));

test("another account is trusted: Critical, and the text that was comes back", () => {
  const [now, last] = [trusting(lambda, foreign), trusting(lambda)];
  const verdicts = judge(now, last);
  expect(verdicts).toMatchObject([{ severity: "Critical", evidence: expect.stringContaining(`AWS ${otherAccount}`) }]);
  const found = verdicts.map((verdict) => verdict.found);
  expect(detection.playbook(role(now), baseline, found, role(last))).toStrictEqual([
    { action: "restore-trust-policy", params: { roleName: "worker", roleArn, document: last } },
  ]);
});

test.each([
  ["somebody of the account itself", trusting(lambda, own), "High"],
  ["everybody", trusting(lambda, { Principal: "*" }), "Critical"],
  ["another service", trusting(lambda, { Principal: { Service: "ec2.amazonaws.com" } }), "High"],
  ["everybody but one", trusting({ NotPrincipal: { AWS: otherAccount } }), "Critical"],
])("%s is trusted", (_, now, severity) => {
  expect(judge(now, trusting(lambda))).toMatchObject([{ severity }]);
});

test("a condition is gone", () => {
  expect(judge(trusting(foreign), trusting({ ...foreign, ...withId }))).toHaveLength(1);
});

test.each([
  [
    "the same in other words",
    trusting({ Principal: { AWS: [`arn:aws:iam::${otherAccount}:root`] } }),
    trusting(foreign),
  ],
  ["a condition more", trusting({ ...foreign, ...withId }), trusting(foreign)],
  ["fewer", trusting(lambda), trusting(lambda, foreign)],
  ["a denial more", trusting(lambda, { ...foreign, Effect: "Deny" }), trusting(lambda)],
])("not for %s", (_, now, last) => {
  expect(judge(now, last)).toStrictEqual([]);
});

test("not of a role that reaches no protected stream, nor of one that is new", () => {
  expect(judge(trusting(foreign), trusting(lambda), dashboards)).toStrictEqual([]);
  expect(detection.judge(role(trusting(foreign)), baseline, stateOf(roleArn))).toStrictEqual([]);
});

test("blamed is who wrote what is there", () => {
  const now = trusting(foreign);
  const by = (policyDocument: string) =>
    detection.causes.UpdateAssumeRolePolicy?.({ roleName: "worker", policyDocument }, role(now), "");
  expect(by(` ${now}`)).toBe(true);
  expect(by(trusting(lambda))).toBe(false);
});
