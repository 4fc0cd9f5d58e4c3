import { describe, expect, test } from "vitest";
import { policyGrantsStreams as detection } from "../../../../shared/detections/iam/policy-grants-streams.ts";
import type { IdentityState } from "../../../../shared/resources/iam/state.ts";
import { orders } from "../../records.ts";
import { baseline, dashboards, policy, policyArn, reading, roleArn, stateOf, userArn } from "./states.ts";

const judge = (now: Partial<IdentityState>, last: Partial<IdentityState> = {}, arn = userArn) =>
  detection.judge(stateOf(arn, now), baseline, stateOf(arn, last));
const answer = (now: Partial<IdentityState>, last: Partial<IdentityState> = {}, arn = userArn) => {
  const found = judge(now, last, arn).map((verdict) => verdict.found);
  return detection.playbook(stateOf(arn, now), baseline, found, stateOf(arn, last));
};
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const bob = { kind: "user", name: "bob", arn: userArn };

describe("what gives new rights to the stream, and what takes them away again", () => {
  test("an inline policy with another text: the text that it had", () => {
    const [now, last] = [{ inline: { tools: reading } }, { inline: { tools: dashboards } }];
    expect(judge(now, last)[0]?.evidence).toBe(
      `${userArn} may now read records of orders: its inline policy tools says so, and it could not before.`,
    );
    const params = { ...bob, policyName: "tools", document: dashboards };
    expect(answer(now, last)).toStrictEqual([{ action: "restore-inline-policy", params }]);
  });

  test("an inline policy that was not there: it is taken away", () => {
    expect(answer({ inline: { tools: reading } })).toStrictEqual([
      { action: "restore-inline-policy", params: { ...bob, policyName: "tools", document: null } },
    ]);
  });

  test("a policy that was attached: it is detached", () => {
    const now = { attached: { [administrator]: policy({ Action: "*" }) } };
    expect(answer(now)).toStrictEqual([
      { action: "restore-attachment", params: { ...bob, policyArn: administrator, attached: false } },
    ]);
    expect(judge(now)[0]?.evidence).toContain("change the key of orders");
  });

  test("a group that the user was put into: they are taken out", () => {
    expect(answer({ groups: { readers: [reading] } })).toStrictEqual([
      {
        action: "restore-group-membership",
        params: { userName: "bob", userArn, groupName: "readers", member: false },
      },
    ]);
  });

  test("another version of a managed policy in force: the text that was", () => {
    const last = { versions: { v1: dashboards }, inForce: "v1", attachments: 2 };
    const now = { versions: { v2: reading }, inForce: "v2", attachments: 2 };
    expect(answer(now, last, policyArn)).toStrictEqual([
      { action: "restore-policy-version", params: { policyArn, document: dashboards } },
    ]);
  });

  test("a denial that is gone: it comes back", () => {
    const guard = policy({ Effect: "Deny", Action: "kinesis:*", Resource: orders });
    const last = { inline: { guard, all: policy({ Action: "kinesis:*" }) } };
    const now = { inline: { all: policy({ Action: "kinesis:*" }) } };
    expect(answer(now, last)).toStrictEqual([
      { action: "restore-inline-policy", params: { ...bob, policyName: "guard", document: guard } },
    ]);
  });

  test("in several places at once: each by itself", () => {
    const now = { inline: { tools: reading }, attached: { [administrator]: policy({ Action: "*" }) } };
    expect(answer(now).map(({ action }) => action)).toStrictEqual(["restore-inline-policy", "restore-attachment"]);
  });
});

describe("what gives no new right", () => {
  test.each<[string, Partial<IdentityState>, Partial<IdentityState>]>([
    [
      "what it could do before, by another policy",
      { inline: { tools: reading } },
      { attached: { [administrator]: reading } },
    ],
    [
      "rights to another stream",
      { inline: { tools: policy({ Action: "kinesis:*", Resource: `${orders}-test` }) } },
      {},
    ],
    ["rights to look", { inline: { tools: policy({ Action: ["kinesis:Describe*", "kinesis:List*"] }) } }, {}],
    [
      "a policy that became narrower",
      { inline: { tools: policy({ Action: "kinesis:GetRecords" }) } },
      { inline: { tools: reading } },
    ],
    [
      "what a denial beside it takes away",
      { inline: { tools: policy({ Action: "*" }, { Effect: "Deny", Action: ["kinesis:*", "kms:*"] }) } },
      {},
    ],
    ["a denial", { inline: { tools: policy({ Effect: "Deny", Action: "*" }) } }, {}],
    ["a text that is no policy", { inline: { tools: "?" } }, {}],
  ])("%s", (_, now, last) => {
    expect(judge({ ...last, ...now, inline: { ...last.inline, ...now.inline } }, last)).toStrictEqual([]);
  });

  test("a managed policy that nothing is attached to, or that is new", () => {
    const now = { versions: { v1: dashboards, v2: reading }, inForce: "v2" };
    expect(judge({ ...now, attachments: 0 }, { versions: { v1: dashboards }, inForce: "v1" }, policyArn)).toStrictEqual(
      [],
    );
    expect(judge({ ...now, attachments: 1 }, {}, policyArn)).toStrictEqual([]);
  });

  test("what is expected of the identity", () => {
    const feeds = { guarded: baseline.guarded.map((one) => ({ ...one, expected: ["write records to" as const] })) };
    const writing = stateOf(userArn, { inline: { feed: policy({ Action: "kinesis:PutRecord*" }) } });
    expect(detection.judge(writing, feeds, stateOf(userArn))).toStrictEqual([]);
    expect(detection.judge(writing, baseline, stateOf(userArn))).toHaveLength(1);
  });
});

describe("who brought it about", () => {
  const state = stateOf(roleArn, {
    inline: { tools: reading },
    attached: { [administrator]: policy({ Action: "*" }) },
  });
  const [inline = "", attached = ""] = detection.judge(state, baseline, stateOf(roleArn)).map(({ found }) => found);

  test.each<[keyof typeof detection.causes, Record<string, unknown>, string, boolean]>([
    ["PutRolePolicy", { roleName: "worker", policyName: "tools" }, inline, true],
    ["PutRolePolicy", { roleName: "worker", policyName: "tools", policyDocument: `  ${reading}` }, inline, true],
    ["PutRolePolicy", { roleName: "worker", policyName: "tools", policyDocument: dashboards }, inline, false],
    ["PutRolePolicy", { roleName: "worker", policyName: "others" }, inline, false],
    ["AttachRolePolicy", { roleName: "worker", policyArn: administrator }, attached, true],
    ["AttachRolePolicy", { roleName: "worker", policyArn: administrator }, inline, false],
    ["DeleteRolePolicy", { roleName: "worker", policyName: "tools" }, inline, false],
  ])("%s %j", (name, request, found, isSo) => {
    expect(detection.causes[name]?.(request, state, found)).toBe(isSo);
  });

  test("a new version has no number yet when it is asked for: it is known by its text", () => {
    const now = stateOf(policyArn, { versions: { v1: dashboards, v2: reading }, inForce: "v2", attachments: 1 });
    const last = stateOf(policyArn, { versions: { v1: dashboards }, inForce: "v1", attachments: 1 });
    const [{ found } = { found: "" }] = detection.judge(now, baseline, last);
    const asked = (policyDocument: string) => ({ policyArn, policyDocument, setAsDefault: true });
    expect(detection.causes.CreatePolicyVersion?.(asked(`  ${reading}`), now, found)).toBe(true);
    expect(detection.causes.CreatePolicyVersion?.(asked(dashboards), now, found)).toBe(false);
    expect(detection.causes.SetDefaultPolicyVersion?.({ policyArn, versionId: "v2" }, now, found)).toBe(true);
  });
});
