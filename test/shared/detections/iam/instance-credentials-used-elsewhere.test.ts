import { expect, test } from "vitest";
import { instanceCredentialsUsedElsewhere as detection } from "../../../../shared/detections/iam/instance-credentials-used-elsewhere.ts";
import { callOf, home } from "../../records.ts";
import { roleOf, watch } from "./identities.ts";

const networks = ["10.0.0.0/8", "203.0.113.0/24", "2001:db8:1::/48"];
const by = (sourceIPAddress: string, userIdentity: object = roleOf("web", "i-0123456789abcdef0")) =>
  callOf({ userIdentity, sourceIPAddress });

test.each(["198.51.100.7", "2001:db8:2::1"])(
  "from %s, which is in none of the networks: all sessions up to now are ended",
  async (ip) => {
    const { hear } = watch(detection, { networks });
    const roleArn = `arn:aws:iam::${home.account}:role/web`;
    const params = { roleName: "web", roleArn, issuedUntil: "2026-09-19T11:32:20.000Z" };
    expect(await hear(by(ip))).toMatchObject([
      {
        resource: { type: "AWS::IAM::Role", id: roleArn },
        evict: false,
        steps: [{ action: "revoke-role-sessions", params }],
      },
    ]);
    expect(await hear(by(ip), 60)).toStrictEqual([]);
  },
);

test("a session that says that an instance got it, whatever its name", async () => {
  const plain = roleOf("web", "worker") as { readonly sessionContext: object };
  const delivered = { ...plain, sessionContext: { ...plain.sessionContext, ec2RoleDelivery: "2.0" } };
  expect(await watch(detection, { networks }).hear(by("198.51.100.7", delivered))).toHaveLength(1);
});

test.each([
  ["from a network of the account's", by("10.1.2.3")],
  ["from one of its public addresses", by("203.0.113.9")],
  ["from IPv6 of its own", by("2001:db8:1::7")],
  ["by an AWS service, which has a name for an address", by("autoscaling.amazonaws.com")],
  ["with a session that is no instance's", by("198.51.100.7", roleOf("web", "deploy"))],
])("not calls %s", async (_, call) => {
  expect(await watch(detection, { networks }).hear(call)).toBeUndefined();
});

test("without `networks` nothing is known to be elsewhere", async () => {
  expect(await watch(detection).hear(by("198.51.100.7"))).toBeUndefined();
});
