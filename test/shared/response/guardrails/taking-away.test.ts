import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cause } from "../../../../shared/incident/finding.ts";
import { backlog } from "../../../../shared/response/guardrails/backlog.ts";
import { firstReason, type Plan, type Situation } from "../../../../shared/response/guardrails/guardrail.ts";
import { protectedPrincipals } from "../../../../shared/response/guardrails/protected-principals.ts";
import { home, orders, settingsOf } from "../../records.ts";

const user = (name: string) => `arn:aws:iam::${home.account}:user/${name}`;
const now = new Date("2026-09-19T12:00:00Z");

const cause = (name: string, time: string): Cause => ({
  eventID: "11111111-2222-3333-4444-555555555555",
  service: "kinesis",
  name: "StopStreamEncryption",
  time,
  actor: {
    name: user(name),
    arn: user(name),
    account: home.account,
    credential: { kind: "user-key", userName: name, accessKeyId: "AKIAEXAMPLEEXAMPLE00" },
  },
  blamed: true,
  replayed: false,
});

const evict = (name: string, time = "2026-09-19T11:59:30Z"): Plan => ({
  action: "deactivate-access-key",
  countermeasure: "Evict",
  change: { resource: `${user(name)}/access-key/AKIAEXAMPLEEXAMPLE00`, before: "Active", after: "Inactive" },
  answers: {
    detection: "stream-encryption-stopped",
    resource: { type: "AWS::Kinesis::Stream", id: orders },
    replayed: false,
  },
  cause: cause(name, time),
  undo: false,
});
const under = (said: Parameters<typeof settingsOf>[0]): Situation => ({
  settings: settingsOf(said),
  declared: {},
  now,
});

describe("old news", () => {
  test.each([
    ["2026-09-19T11:59:59Z", undefined],
    ["2026-09-19T11:45:00Z", undefined],
    ["2026-09-19T11:44:59Z", "the call was made at 2026-09-19T11:44:59Z, more than 15 minutes ago"],
    ["2026-09-18T12:00:00Z", "the call was made at 2026-09-18T12:00:00Z, more than 15 minutes ago"],
  ])("of %s: %s", (time, reason) => {
    expect(backlog.check(evict("mallory", time), under({}))).toBe(reason);
  });

  test("takes nothing away from anybody, but a stream is put right, and what was taken away is given back", () => {
    const old = evict("mallory", "2026-09-18T12:00:00Z");
    expect(backlog.check({ ...old, countermeasure: "Restore" }, under({}))).toBeUndefined();
    expect(backlog.check({ ...old, undo: true }, under({}))).toBeUndefined();
    expect(backlog.check({ ...old, countermeasure: "Isolate" }, under({}))).toBeDefined();
  });

  test("is what the setting says", () => {
    expect(backlog.check(evict("mallory", "2026-09-19T11:54:00Z"), under({ backlogMinutes: 5 }))).toBeDefined();
  });

  test("a time that nobody can read holds the step, and so does a setting that is not there", () => {
    expect(backlog.check(evict("mallory", "yesterday"), under({}))).toBeDefined();
    const broken: Situation = { ...under({}), settings: JSON.parse("{}") };
    expect(backlog.check(evict("mallory"), broken)).toBeDefined();
  });
});

describe("a protected principal", () => {
  const breakGlass = under({ protectedPrincipals: ["arn:aws:iam::*:user/break-glass-*"] });

  test("keeps its keys, and the pattern that protects it is told", () => {
    expect(protectedPrincipals.check(evict("break-glass-1"), breakGlass)).toBe(
      "lockkeeper.yml protects arn:aws:iam::*:user/break-glass-*",
    );
  });

  test.each(["mallory", "xbreak-glass-1", "break-glas", "break.glass-1"])("%s is none", (name) => {
    expect(protectedPrincipals.check(evict(name), breakGlass)).toBeUndefined();
  });

  test("is known by what is changed, even if the record calls the actor otherwise or does not name one", () => {
    const { cause: _, ...nameless } = evict("break-glass-1");
    expect(protectedPrincipals.check(nameless, breakGlass)).toBeDefined();
    const framed = { ...evict("break-glass-1"), cause: cause("mallory", "2026-09-19T11:59:30Z") };
    expect(protectedPrincipals.check(framed, breakGlass)).toBeDefined();
  });

  test("may be given back what was taken, and its streams may be put right", () => {
    expect(protectedPrincipals.check({ ...evict("break-glass-1"), undo: true }, breakGlass)).toBeUndefined();
    expect(
      protectedPrincipals.check({ ...evict("break-glass-1"), countermeasure: "Restore" }, breakGlass),
    ).toBeUndefined();
  });

  test("a setting that cannot be read holds the step", () => {
    const broken: Situation = { ...breakGlass, settings: JSON.parse("{}") };
    expect(firstReason([protectedPrincipals], evict("mallory"), broken)).toMatchObject({ by: "protected-principals" });
  });

  test("named without a wildcard is that one and no other, whatever letters it has", () => {
    const letter = fc.constantFrom(..."abcAB09+=,.@_-".split(""));
    fc.assert(
      fc.property(
        fc.string({ unit: letter, minLength: 1 }),
        fc.string({ unit: letter, minLength: 1 }),
        (one, other) => {
          const only = under({ protectedPrincipals: [user(one)] });
          expect(protectedPrincipals.check(evict(other), only) === undefined).toBe(one !== other);
        },
      ),
    );
  });
});
