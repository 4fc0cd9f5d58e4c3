import { expect, test } from "vitest";
import { loginProfileCreatedForAnother as detection } from "../../../../shared/detections/iam/login-profile-created-for-another.ts";
import { denied, iamCall, inConsole, userNamed, watch } from "./identities.ts";

const { hear } = watch(detection);

test.each(["CreateLoginProfile", "UpdateLoginProfile"])("%s for somebody else", async (name) => {
  expect(await hear(iamCall(name, { userName: "bob" }))).toMatchObject([
    { resource: userNamed("bob"), confidence: "High", evict: true, advice: expect.stringContaining("bob") },
  ]);
});

test("a person in a console is less surely an attacker", async () => {
  const call = iamCall("CreateLoginProfile", { userName: "bob" }, { userIdentity: inConsole });
  expect(await hear(call)).toMatchObject([{ confidence: "Low" }]);
});

test.each([
  ["for oneself", iamCall("CreateLoginProfile", { userName: "alice" })],
  ["that was refused", iamCall("CreateLoginProfile", { userName: "bob" }, denied)],
  ["deleted", iamCall("DeleteLoginProfile", { userName: "bob" })],
])("not a password %s", async (_, call) => {
  expect(await hear(call)).toBeUndefined();
});
