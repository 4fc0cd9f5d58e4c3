import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cause } from "../../../../shared/incident/finding.ts";
import { backlog } from "../../../../shared/response/guardrails/backlog.ts";
import { never, type Plan, unlessApproved } from "../../../../shared/response/guardrails/guardrail.ts";
import { protectedPrincipals } from "../../../../shared/response/guardrails/protected-principals.ts";
import { objectionTo } from "../../../../shared/response/objections.ts";
import { home } from "../../records.ts";
import { broken, causeBy, evict, restore, says, under, undoOrder, userArn } from "./plans.ts";

const at = (time: string): Plan => evict("mallory", { cause: causeBy("mallory", { time }) });

describe("old news", () => {
  const old = (time: string, minutes = 15) =>
    unlessApproved(`the call was made at ${time}, more than ${minutes} minutes ago`);

  test.each([
    ["2026-09-19T11:59:59Z", undefined],
    ["2026-09-19T11:45:00Z", undefined],
    ["2026-09-19T11:44:59Z", old("2026-09-19T11:44:59Z")],
    ["2026-09-18T12:00:00Z", old("2026-09-18T12:00:00Z")],
  ])("of %s: %j", async (time, objection) => {
    expect(await says(backlog, at(time), under({}))).toStrictEqual(objection);
  });

  test("takes nothing away from anybody, but a stream is put right, and what was taken away is given back", async () => {
    const plan = at("2026-09-18T12:00:00Z");
    const { cause } = plan;
    if (cause === undefined) throw new Error("it has no cause");
    expect(await says(backlog, restore({ cause }), under({}))).toBeUndefined();
    expect(await says(backlog, { ...plan, undo: undoOrder }, under({}))).toBeUndefined();
    expect(await says(backlog, { ...plan, countermeasure: "Isolate" }, under({}))).toBeDefined();
  });

  test("is what the setting says", async () => {
    const time = "2026-09-19T11:54:00Z";
    expect(await says(backlog, at(time), under({ backlogMinutes: 5 }))).toStrictEqual(old(time, 5));
  });

  test.each(["yesterday", "", "2026-99-99T00:00:00Z"])(
    "a time that nobody can read holds the step: %j",
    async (time) => {
      expect(await says(backlog, at(time), under({}))).toBeDefined();
    },
  );

  test("a setting that is not there, or is none, holds the step", async () => {
    for (const json of ["{}", '{"backlogMinutes":null}', '{"backlogMinutes":"15 minutes"}'])
      expect(await says(backlog, at("2026-09-19T11:58:00Z"), broken(json))).toBeDefined();
  });
});

describe("a protected principal", () => {
  const pattern = "arn:aws:iam::*:user/break-glass-*";
  const breakGlass = under({ protectedPrincipals: [pattern] });
  const keeps = never(`lockkeeper.yml protects ${pattern}`);

  test("keeps its keys, approved or not, and the pattern that protects it is told", async () => {
    expect(await says(protectedPrincipals, evict("break-glass-1"), breakGlass)).toStrictEqual(keeps);
    const approved = evict("break-glass-1", { approvedBy: userArn("olga") });
    expect(await says(protectedPrincipals, approved, breakGlass)).toStrictEqual(keeps);
  });

  test.each(["mallory", "xbreak-glass-1", "break-glas", "break.glass-1"])("%s is none", async (name) => {
    expect(await says(protectedPrincipals, evict(name), breakGlass)).toBeUndefined();
  });

  test("is known by what is changed, even if the record calls the actor otherwise or does not name one", async () => {
    const { cause: _, ...nameless } = evict("break-glass-1");
    expect(await says(protectedPrincipals, nameless, breakGlass)).toStrictEqual(keeps);
    const framed = evict("break-glass-1", { cause: causeBy("mallory") });
    expect(await says(protectedPrincipals, framed, breakGlass)).toStrictEqual(keeps);
  });

  test("is known whatever path its user stands under, one that looks like a key's place included", async () => {
    const name = "access-key/break-glass-1";
    const { cause: _, ...nameless } = evict(name);
    const only = under({ protectedPrincipals: [userArn(name)] });
    expect(await says(protectedPrincipals, nameless, only)).toStrictEqual(
      never(`lockkeeper.yml protects ${userArn(name)}`),
    );
  });

  test("is known in whichever case of letters it is named: IAM has no two users whose names differ in that alone", async () => {
    for (const name of ["Break-Glass-1", "BREAK-GLASS-1"])
      expect(await says(protectedPrincipals, evict(name), breakGlass)).toStrictEqual(keeps);
  });

  test("is known by the role behind a session, however the session is called", async () => {
    const roleArn = `arn:aws:iam::${home.account}:role/break-glass`;
    const credential: Cause["actor"]["credential"] = {
      kind: "role-session",
      roleName: "break-glass",
      roleArn,
      userId: "AROA:mallory",
      sessionName: "mallory",
      instance: false,
    };
    const arn = `arn:aws:sts::${home.account}:assumed-role/break-glass/mallory`;
    const plan = evict("somebody", { cause: causeBy("mallory", { actor: { name: arn, arn, credential } }) });
    const byRole = under({ protectedPrincipals: [roleArn] });
    expect(await says(protectedPrincipals, plan, byRole)).toStrictEqual(never(`lockkeeper.yml protects ${roleArn}`));
  });

  test.each([
    [
      "a role of an AWS service",
      "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
      /belongs to an AWS service/,
    ],
    ["a role of Identity Center", "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1", /Identity Center/],
    ["a role of our own", "role/lockkeeper-restore", /Lockkeeper's own/],
  ])("is %s, whatever lockkeeper.yml says", async (_, role, reason) => {
    const resource = `arn:aws:iam::${home.account}:${role}`;
    const plan = evict("mallory", { change: { resource, before: "free", after: "denied" } });
    expect(await says(protectedPrincipals, plan, under({}))).toStrictEqual(
      never(expect.stringMatching(reason) as string),
    );
  });

  test("is whoever an AWS service made the call for", async () => {
    const { actor } = causeBy("mallory");
    const cause = causeBy("mallory", { actor: { ...actor, invokedBy: "cloudformation.amazonaws.com" } });
    expect(await says(protectedPrincipals, evict("mallory", { cause }), under({}))).toMatchObject({
      approvable: false,
    });
  });

  test("may be given back what was taken, and its streams may be put right", async () => {
    expect(await says(protectedPrincipals, evict("break-glass-1", { undo: undoOrder }), breakGlass)).toBeUndefined();
    const cause = causeBy("break-glass-1");
    expect(await says(protectedPrincipals, restore({ cause }), breakGlass)).toBeUndefined();
  });

  test("a setting that cannot be read holds the step", async () => {
    for (const json of ["{}", '{"protectedPrincipals":null}', '{"protectedPrincipals":[7]}'])
      expect(await objectionTo([protectedPrincipals], evict("mallory"), broken(json))).toMatchObject({
        by: "protected-principals",
        approvable: false,
      });
  });

  test("named without a wildcard is that one and no other, whatever characters it has", async () => {
    const letter = fc.constantFrom(..."abcAB09+=,.@_-".split(""));
    const name = fc.string({ unit: letter, minLength: 1 });
    await fc.assert(
      fc.asyncProperty(name, name, async (one, other) => {
        const only = under({ protectedPrincipals: [userArn(one)] });
        const free = (await says(protectedPrincipals, evict(other), only)) === undefined;
        expect(free).toBe(one.toLowerCase() !== other.toLowerCase());
      }),
    );
  });
});
