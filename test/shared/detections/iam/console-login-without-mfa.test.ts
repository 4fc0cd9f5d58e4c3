import { expect, test } from "vitest";
import { consoleLoginWithoutMfa as detection } from "../../../../shared/detections/iam/console-login-without-mfa.ts";
import { roleOf, root, signIn, userNamed, watch } from "./identities.ts";

const { hear } = watch(detection);

test.each(["AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail"])(
  "a user with a password alone, in an event of the type %s",
  async (detailType) => {
    expect(await hear(signIn({}, detailType))).toMatchObject([{ resource: userNamed("alice"), evict: false }]);
  },
);

test.each([
  ["with MFA", signIn({ additionalEventData: { MFAUsed: "Yes" } })],
  ["that failed", signIn({ responseElements: { ConsoleLogin: "Failure" } })],
  ["through a directory, of which AWS does not know", signIn({ userIdentity: roleOf("people") })],
  ["of root, which has a detection of its own", signIn({ userIdentity: root })],
])("not a sign-in %s", async (_, call) => {
  expect(await hear(call)).toBeUndefined();
});
