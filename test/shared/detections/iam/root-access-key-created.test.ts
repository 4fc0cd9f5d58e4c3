import { expect, test } from "vitest";
import { rootAccessKeyCreated as detection } from "../../../../shared/detections/iam/root-access-key-created.ts";
import { home } from "../../records.ts";
import { denied, iamCall, root, watch } from "./identities.ts";

const { hear } = watch(detection);

test("root makes a key for itself: people are told, and nothing can be taken from it", async () => {
  const call = iamCall("CreateAccessKey", null, { userIdentity: root });
  expect(await hear(call)).toMatchObject([
    { resource: { type: "AWS::::Account", id: `AWS::::Account:${home.account}` }, evict: false },
  ]);
  expect(detection.severity).toBe("Critical");
});

test.each([
  ["for a user", iamCall("CreateAccessKey", { userName: "bob" }, { userIdentity: root })],
  ["by a user", iamCall("CreateAccessKey", null)],
  ["that was refused", iamCall("CreateAccessKey", null, { userIdentity: root, ...denied })],
])("not a key %s", async (_, call) => {
  expect(await hear(call)).toBeUndefined();
});
