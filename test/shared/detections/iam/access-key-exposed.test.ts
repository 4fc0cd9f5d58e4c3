import { expect, test } from "vitest";
import { accessKeyExposed as detection } from "../../../../shared/detections/iam/access-key-exposed.ts";
import { envelope, home } from "../../records.ts";
import { callIn, iamCall, userNamed, watch } from "./identities.ts";

const key = "AKIALEAKEDLEAKED0000";
const { hear } = watch(detection, {}, { bob: [key] });
const userArn = userNamed("bob").id;
const stepsAgainstBob = [
  { action: "deactivate-access-key", params: { userName: "bob", accessKeyId: key, userArn } },
  { action: "deny-user", params: { userName: "bob", userArn, way: "boundary" } },
];

const health = (accessKeyId: string, eventTypeCode = "AWS_RISK_CREDENTIALS_EXPOSED") =>
  callIn(
    envelope(
      {
        eventArn: "arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/1",
        service: "RISK",
        eventTypeCode,
        affectedEntities: [{ entityValue: accessKeyId }],
      },
      { source: "aws.health", "detail-type": "AWS Health Event" },
    ),
  );

const guardDuty = (accessKeyDetails: object, more: object = {}) =>
  callIn(
    envelope(
      {
        id: "finding-1",
        type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
        severity: 5,
        resource: { resourceType: "AccessKey", accessKeyDetails },
        service: { archived: false, count: 1 },
        ...more,
      },
      { source: "aws.guardduty", "detail-type": "GuardDuty Finding" },
    ),
  );
const ofBob = { accessKeyId: key, userName: "bob", userType: "IAMUser", principalId: "AIDAEXAMPLE" };

test("AWS Health names a key: its owner is looked up, and loses the key and all sessions made from it", async () => {
  expect(await hear(health(key))).toMatchObject([
    { resource: userNamed("bob"), confidence: "High", evict: false, blames: false, steps: stepsAgainstBob },
  ]);
});

test("a key of nobody here is told, and nothing is done", async () => {
  const found = await hear(health("AKIASOMEBODYELSE0000"));
  expect(found).toMatchObject([{ advice: expect.stringContaining("AKIASOMEBODYELSE0000"), evict: false }]);
  expect(found?.[0]).not.toHaveProperty("steps");
});

test("GuardDuty names a user and their key", async () => {
  expect(await hear(guardDuty(ofBob))).toMatchObject([{ resource: userNamed("bob"), steps: stepsAgainstBob }]);
});

test("GuardDuty names a session of a role: that session alone", async () => {
  const found = await hear(
    guardDuty({ accessKeyId: "ASIAX", userName: "web", userType: "AssumedRole", principalId: "AROAEXAMPLE:i-1" }),
  );
  const roleArn = `arn:aws:iam::${home.account}:role/web`;
  const params = { roleName: "web", roleArn, userId: "AROAEXAMPLE:i-1" };
  expect(found).toMatchObject([{ steps: [{ action: "deny-role-session", params }] }]);
});

test("a sample finding changes nothing", () => {
  const sample = guardDuty(ofBob, { service: { archived: false, count: 1, additionalInfo: { sample: true } } });
  expect(sample.rehearsal).toBe("test");
});

test.each(["AWSCompromisedKeyQuarantine", "AWSCompromisedKeyQuarantineV2", "AWSCompromisedKeyQuarantineV4"])(
  "%s is attached: all keys of the user",
  async (policy) => {
    const call = iamCall("AttachUserPolicy", { userName: "bob", policyArn: `arn:aws:iam::aws:policy/${policy}` });
    expect(await hear(call)).toMatchObject([{ steps: stepsAgainstBob }]);
  },
);

test.each([
  [
    "another policy that is attached",
    iamCall("AttachUserPolicy", { userName: "bob", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
  ],
  [
    "a policy of the account's own by that name",
    iamCall("AttachUserPolicy", {
      userName: "bob",
      policyArn: `arn:aws:iam::${home.account}:policy/AWSCompromisedKeyQuarantineV3`,
    }),
  ],
  ["another event of AWS Health", health(key, "AWS_EC2_OPERATIONAL_ISSUE")],
  ["a finding that is archived", guardDuty(ofBob, { service: { archived: true } })],
  ["a finding of low severity", guardDuty(ofBob, { severity: 2 })],
])("not %s", async (_, call) => {
  expect(await hear(call)).toBeUndefined();
});
