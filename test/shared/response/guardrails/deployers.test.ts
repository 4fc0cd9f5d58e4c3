import { describe, expect, test } from "vitest";
import { deployers } from "../../../../shared/response/guardrails/deployers.ts";
import { causeBy, evict, restore, says, under, undoOrder, userArn } from "./plans.ts";

const settings = { deployers: [userArn("ci-*")] };
const asked = { reason: `${userArn("ci-1")} deploys (${userArn("ci-*")}): it may be as planned`, approvable: true };
const said = (plan: ReturnType<typeof restore>) => says(deployers, plan, under(settings));

describe("a person is asked", () => {
  test("before what a deployer changed is put back, and before anything is taken from them", async () => {
    expect(await said(restore({ cause: causeBy("ci-1") }))).toStrictEqual(asked);
    expect(await said(evict("ci-1"))).toStrictEqual(asked);
  });

  test("where an AWS service made the change for a deployer", async () => {
    const cause = causeBy("ci-1", { blamed: false, onBehalf: true });
    expect(await said(restore({ cause }))).toStrictEqual(asked);
  });

  test("where it was a session of a role that deploys", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/deployment";
    const arn = "arn:aws:sts::123456789012:assumed-role/deployment/run-7";
    const credential = {
      kind: "role-session",
      roleName: "deployment",
      roleArn,
      userId: "AROA:run-7",
      sessionName: "run-7",
      instance: false,
    } as const;
    const cause = causeBy("x", { actor: { name: arn, arn, credential } });
    expect(await says(deployers, restore({ cause }), under({ deployers: [roleArn] }))).toMatchObject({
      approvable: true,
    });
  });

  test("before anything is taken from a deployer for what is Critical, though that is put back at once", async () => {
    expect(await said(evict("ci-1", { severity: "Critical" }))).toStrictEqual(asked);
    expect(await said(restore({ cause: causeBy("ci-1"), severity: "Critical" }))).toBeUndefined();
  });
});

describe("nobody is asked", () => {
  test.each([
    ["somebody else did it", restore({ cause: causeBy("mallory") })],
    ["the deployer's call merely led to the look", restore({ cause: causeBy("ci-1", { blamed: false }) })],
    ["it is undone", restore({ cause: causeBy("ci-1"), undo: undoOrder })],
  ])("when %s", async (_, plan) => {
    expect(await said(plan)).toBeUndefined();
  });

  test("when nobody is said to deploy, or nobody's call led to it", async () => {
    expect(await says(deployers, restore({ cause: causeBy("ci-1") }), under({}))).toBeUndefined();
    const { cause: _, ...nobodys } = restore();
    expect(await said(nobodys)).toBeUndefined();
  });
});
