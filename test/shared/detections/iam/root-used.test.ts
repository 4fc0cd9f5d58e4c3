import { expect, test } from "vitest";
import { rootUsed as detection } from "../../../../shared/detections/iam/root-used.ts";
import { callOf, home } from "../../records.ts";
import { denied, root, signIn, watch } from "./identities.ts";

const byRoot = callOf({ eventSource: "s3.amazonaws.com", eventName: "PutBucketPolicy", userIdentity: root });

test("whatever root changes, in any service; once an hour", async () => {
  const { hear } = watch(detection);
  expect(await hear(byRoot)).toMatchObject([{ evidence: expect.stringContaining("s3:PutBucketPolicy"), evict: false }]);
  const again = callOf({ eventID: "later", eventName: "PutRule", userIdentity: root });
  expect(await hear(again, 60)).toStrictEqual([]);
  expect(await hear({ ...again, eventID: "much later" }, 4 * 3600)).toHaveLength(1);
});

test("root signs in, although that is a call that only reads", async () => {
  const { hear } = watch(detection);
  expect(await hear(signIn({ userIdentity: root, readOnly: true }))).toMatchObject([
    { evidence: `The root user of account ${home.account} signed in, from 192.0.2.10.` },
  ]);
});

test.each([
  ["what only reads", callOf({ userIdentity: root, readOnly: true })],
  ["what was refused", callOf({ userIdentity: root, ...denied })],
  [
    "what a service does in root's name",
    callOf({ userIdentity: { ...root, invokedBy: "cloudformation.amazonaws.com" } }),
  ],
  ["what a user does", callOf()],
])("not %s", async (_, call) => {
  expect(await watch(detection).hear(call)).toBeUndefined();
});
