import { describe, expect, test } from "vitest";
import { evaluate } from "../../lab/iam/evaluate.ts";
import { allow, byRole, byRoot, byService, byUser, policy } from "../../lab/iam/example-requests.ts";
import type { AccessRequest, Policy } from "../../lab/iam/types.ts";
import { home, otherAccount } from "../records.ts";
import { arnOf, identityOf, policyOf, queues, rules, sentBy } from "./policies.ts";

/** The queues that have something done: whatever stands in them is obeyed. */
const findings = ["IdentityFindings", "ResourceFindings"];
/** Each queue that a function or a rule writes to. The others are written by SQS and Lambda alone. */
const written = ["Undelivered", "Events", ...findings, "TellBy", "Unreadable"];

const everything = [policy(allow("sqs:*"))];
const nothing: readonly Policy[] = [];

const to = (queue: string, action = "sqs:SendMessage"): Partial<AccessRequest> => ({
  action,
  resources: [arnOf(queue)],
  resourceAccount: home.account,
  context: { "aws:SecureTransport": "true" },
});
const answer = (queue: string, request: AccessRequest, identity: readonly Policy[]) =>
  evaluate(request, { identity, resource: policyOf(queue) });
const allowed = { allowed: true };
const denied = { allowed: false, because: "with an explicit deny in a resource-based policy" };

const as = (kind: "user" | "role", name: string, change: Partial<AccessRequest>, account = home.account) =>
  (kind === "user" ? byUser : byRole)(name, change, account);

test("every queue has one policy, and those that anything of ours writes to are among them", () => {
  for (const queue of queues) expect(() => policyOf(queue)).not.toThrow();
  for (const queue of written) expect(queues).toContain(queue);
});

describe.each(written)("nobody but whom we name may write to %s", (queue) => {
  test.each<[string, AccessRequest]>([
    ["a user", as("user", "mallory", to(queue))],
    ["a role", as("role", "admin", to(queue))],
    ["a role that is named as ours in part", as("role", "lockkeeper-dev-DetectRole2", to(queue))],
    ["a role of our own that has nothing to do with it", sentBy("NotifyRole", to(queue))],
    ["a role of an operator's name in another path", as("role", "x/on-call", to(queue))],
    ["a user of an operating role's name", as("user", "on-call", to(queue))],
    ["the account's root user", byRoot(to(queue), home.account)],
    ["an operator's namesake of another account", as("role", "on-call", to(queue), otherAccount)],
    ["our own role's namesake of another account", as("role", "lockkeeper-dev-DetectRole", to(queue), otherAccount)],
  ])("%s may not, though allowed to do everything in SQS", (_, request) => {
    expect(answer(queue, request, everything)).toStrictEqual(denied);
  });

  test.each(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:PurgeQueue"])(
    "nor take its messages away by %s",
    (action) => {
      for (const request of [as("user", "mallory", to(queue, action)), as("role", "admin", to(queue, action))])
        expect(answer(queue, request, everything)).toStrictEqual(denied);
    },
  );

  test("nobody may without TLS, neither an AWS service nor who may with it", () => {
    const context = { "aws:SecureTransport": "false", "aws:SourceArn": arnOf("KinesisWritesRule") };
    const change = { ...to(queue), context };
    for (const request of [
      byService("events.amazonaws.com", change),
      sentBy("DetectRole", change),
      as("role", "on-call", change),
    ])
      expect(answer(queue, request, everything)).toStrictEqual(denied);
  });
});

describe("a function's role", () => {
  test.each<[string, readonly string[]]>([
    ["DetectRole", [...findings, "TellBy", "Unreadable"]],
    ["ContainRole", ["IdentityFindings", "Unreadable"]],
    ["RestoreRole", ["ResourceFindings", "Unreadable"]],
    ["NotifyRole", []],
  ])("%s may write to %j, by its own policy, and to no other queue", (role, may) => {
    const open = written.filter((queue) => answer(queue, sentBy(role, to(queue)), identityOf(role)).allowed);
    expect(open.sort()).toStrictEqual([...may].sort());
  });

  test.each<[string, readonly string[]]>([
    ["DetectRole", [...findings, "TellBy", "Unreadable"]],
    ["ContainRole", ["IdentityFindings", "Unreadable"]],
    ["RestoreRole", ["ResourceFindings", "Unreadable"]],
    ["NotifyRole", []],
  ])("%s may not write to others than %j even if it were allowed everything in SQS", (role, may) => {
    for (const queue of written)
      expect([queue, answer(queue, sentBy(role, to(queue)), everything)]).toStrictEqual([
        queue,
        may.includes(queue) ? allowed : denied,
      ]);
  });

  test("needs a right of its own: the queue's policy gives it none", () => {
    for (const queue of findings)
      expect(answer(queue, sentBy("DetectRole", to(queue)), nothing)).toStrictEqual({
        allowed: false,
        because: "because no identity-based policy allows the sqs:SendMessage action",
      });
  });

  test.each([
    ["DetectRole", "Events"],
    ["ContainRole", "IdentityFindings"],
    ["RestoreRole", "ResourceFindings"],
    ["NotifyRole", "TellBy"],
  ])("%s takes messages out of %s, and out of no other queue", (role, queue) => {
    for (const action of [
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ChangeMessageVisibility",
    ])
      expect(
        queues.filter((other) => answer(other, sentBy(role, to(other, action)), identityOf(role)).allowed),
      ).toStrictEqual([queue]);
  });

  test("NotifyRole may leave what could not be told where Lambda puts it", () => {
    expect(answer("Untold", sentBy("NotifyRole", to("Untold")), identityOf("NotifyRole"))).toStrictEqual(allowed);
  });
});

describe("an operator", () => {
  const all: readonly ["user" | "role", string][] = [
    ["role", "on-call"],
    ["role", "team/lead"],
    ["role", "team/a/b"],
    ["user", "alice"],
  ];

  test.each(all)("%s %s may order, and have an event heard again", (kind, name) => {
    for (const queue of [...findings, "Events"])
      expect(answer(queue, as(kind, name, to(queue)), everything)).toStrictEqual(allowed);
  });

  test.each(all)("%s %s may not without a right of their own", (kind, name) => {
    for (const queue of [...findings, "Events"])
      expect(answer(queue, as(kind, name, to(queue)), nothing)).toMatchObject({ allowed: false });
  });

  test.each(all)("%s %s may look at what was set aside and put it back", (kind, name) => {
    for (const queue of ["Unreadable", "Undelivered", "EventsDeadLetters"])
      for (const action of ["sqs:ReceiveMessage", "sqs:SendMessage", "sqs:DeleteMessage"])
        expect(answer(queue, as(kind, name, to(queue, action)), everything)).toStrictEqual(allowed);
  });
});

describe("EventBridge", () => {
  const from = (queue: string, source?: string) =>
    byService("events.amazonaws.com", {
      ...to(queue),
      context: { "aws:SecureTransport": "true", ...(source ? { "aws:SourceArn": source } : {}) },
    });

  test("brings the events of our rules, and what it could not bring", () => {
    expect(rules.length).toBeGreaterThan(1);
    for (const rule of rules)
      for (const queue of ["Events", "Undelivered"])
        expect(answer(queue, from(queue, arnOf(rule)), nothing)).toStrictEqual(allowed);
  });

  test.each([
    ["another rule", `arn:aws:events:${home.region}:${home.account}:rule/other`],
    ["a rule whose name begins as ours does", `${arnOf(rules[0] ?? "")}2`],
    ["a rule of another account", arnOf(rules[0] ?? "").replace(home.account, otherAccount)],
    ["a rule of another Region", arnOf(rules[0] ?? "").replace(home.region, "eu-west-1")],
    ["no rule", undefined],
  ])("brings nothing of %s", (_, source) => {
    for (const queue of ["Events", "Undelivered"])
      expect(answer(queue, from(queue, source), nothing)).toMatchObject({ allowed: false });
  });

  test("gives no orders and has nothing told, by our rules neither", () => {
    for (const queue of [...findings, "TellBy", "Unreadable"])
      for (const rule of rules)
        expect(answer(queue, from(queue, arnOf(rule)), nothing)).toMatchObject({ allowed: false });
  });
});

test("no other AWS service writes to any queue, by our rule's name neither", () => {
  for (const service of ["s3.amazonaws.com", "sns.amazonaws.com", "pipes.amazonaws.com", "lambda.amazonaws.com"])
    for (const queue of queues) {
      const context = { "aws:SecureTransport": "true", "aws:SourceArn": arnOf("KinesisWritesRule") };
      expect(answer(queue, byService(service, { ...to(queue), context }), nothing)).toMatchObject({ allowed: false });
    }
});
