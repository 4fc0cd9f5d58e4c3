import { expect, test } from "vitest";
import { accessKeyCreatedForAnother as detection } from "../../../../shared/detections/iam/access-key-created-for-another.ts";
import { home } from "../../records.ts";
import { denied, iamCall, inConsole, roleOf, root, userNamed, watch } from "./identities.ts";

const { hear } = watch(detection);
const made = (userName: string) => ({
  responseElements: { accessKey: { accessKeyId: "AKIANEWNEWNEWNEWNEW0", status: "Active", userName } },
});
const forBob = iamCall("CreateAccessKey", { userName: "bob" }, made("bob"));

test("the key that was made is deactivated, and who made it is evicted", async () => {
  const userArn = `arn:aws:iam::${home.account}:user/bob`;
  const params = { userName: "bob", accessKeyId: "AKIANEWNEWNEWNEWNEW0", userArn };
  expect(await hear(forBob)).toStrictEqual([
    {
      evidence: `arn:aws:iam::${home.account}:user/alice created the access key AKIANEWNEWNEWNEWNEW0 for the user bob.`,
      resource: userNamed("bob"),
      confidence: "High",
      evict: true,
      steps: [{ action: "deactivate-access-key", params }],
    },
  ]);
});

test("a person in a console, or a role, is less surely an attacker", async () => {
  for (const userIdentity of [inConsole, roleOf("admins")])
    expect(await hear(iamCall("CreateAccessKey", { userName: "bob" }, { ...made("bob"), userIdentity }))).toMatchObject(
      [{ confidence: "Low", evict: true }],
    );
});

test("root that makes one for a user is not the user", async () => {
  const call = iamCall("CreateAccessKey", { userName: "bob" }, { ...made("bob"), userIdentity: root });
  expect(await hear(call)).toHaveLength(1);
});

test.each([
  ["for themselves, named or not", iamCall("CreateAccessKey", { userName: "Alice" }, made("Alice"))],
  ["for themselves without a name", iamCall("CreateAccessKey", null, made("alice"))],
  ["that was refused", iamCall("CreateAccessKey", null, denied)],
  ["of root for itself", iamCall("CreateAccessKey", null, { userIdentity: root })],
  ["in another account", iamCall("CreateAccessKey", { userName: "bob" }, { recipientAccountId: "999999999999" })],
])("not a key %s", async (_, call) => {
  expect(await hear(call)).toBeUndefined();
});

test("not by those who deploy or give orders", async () => {
  const alice = [`arn:aws:iam::*:user/alice`];
  for (const said of [{ deployers: alice }, { operators: alice }])
    expect(await watch(detection, said).hear(forBob)).toBeUndefined();
});
