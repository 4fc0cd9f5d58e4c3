import { expect, test } from "vitest";
import { mfaDeviceRemoved as detection } from "../../../../shared/detections/iam/mfa-device-removed.ts";
import { denied, iamCall, userNamed, watch } from "./identities.ts";

const { hear } = watch(detection);
const of = (userName: string) => ({ userName, serialNumber: `arn:aws:iam::123456789012:mfa/${userName}` });

test("somebody else's: who did it is evicted", async () => {
  expect(await hear(iamCall("DeactivateMFADevice", of("bob")))).toMatchObject([
    { resource: userNamed("bob"), confidence: "High", evict: true },
  ]);
});

test("one's own: a person is asked", async () => {
  expect(await hear(iamCall("DeactivateMFADevice", of("alice")))).toMatchObject([
    { resource: userNamed("alice"), confidence: "Low", evict: false },
  ]);
});

test.each([
  ["when it was refused", iamCall("DeactivateMFADevice", of("bob"), denied)],
  ["when one is set up", iamCall("EnableMFADevice", of("bob"))],
])("not %s", async (_, call) => {
  expect(await hear(call)).toBeUndefined();
});
