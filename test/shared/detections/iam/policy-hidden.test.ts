import { expect, test } from "vitest";
import { policyHidden as detection } from "../../../../shared/detections/iam/policy-hidden.ts";
import { home } from "../../records.ts";
import { denied, iamCall, roleOf, userNamed, watch } from "./identities.ts";

const { hear } = watch(detection);
const omitted = { omitted: true, originalSize: 104_858, reason: "requestParameters too large" };

test("whoever hides what they change is evicted; what it was, is not said", async () => {
  expect(await hear(iamCall("PutUserPolicy", omitted))).toMatchObject([
    { resource: userNamed("alice"), confidence: "High", evict: true },
  ]);
  expect(await hear(iamCall("CreatePolicyVersion", omitted, { userIdentity: roleOf("build") }))).toMatchObject([
    { resource: { type: "AWS::IAM::Role", id: `arn:aws:iam::${home.account}:role/build` } },
  ]);
});

test.each([
  ["that says what it is", iamCall("PutUserPolicy", { userName: "bob", policyName: "p", policyDocument: "{}" })],
  ["that was refused", iamCall("PutUserPolicy", omitted, denied)],
  ["of another service", iamCall("PutBucketPolicy", omitted, { eventSource: "s3.amazonaws.com" })],
])("not a change %s", async (_, call) => {
  expect(await hear(call)).toBeUndefined();
});
