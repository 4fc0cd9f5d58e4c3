import { describe, expect, test } from "vitest";
import { controlNotice } from "../../../shared/notice/control-notice.ts";
import { type ControlChange, changeIn } from "../../../shared/notice/control-words.ts";
import { home } from "../records.ts";
import { expectGolden, expectLimits } from "./golden.ts";
import { now, telling } from "./incidents.ts";

const by = `arn:aws:iam::${home.account}:role/on-call`;
const at = "2026-09-19T11:32:05.000Z";
const exemption = {
  id: "ex-1",
  principal: `arn:aws:iam::${home.account}:user/migration-*`,
  reason: "migration",
  owner: "team data",
  until: "2026-10-01T00:00:00.000Z",
  by,
};

describe.each<[string, ControlChange]>([
  ["frozen", { kind: "frozen", said: { by, at, reason: "It's the audit." } }],
  ["lifted", { kind: "lifted", said: { by, at, reason: "lifted" } }],
  ["exempted", { kind: "exempted", said: exemption, at }],
  ["exemption-ended", { kind: "ended", said: { ...exemption, until: at }, at }],
])("what operators set: %s", (name, change) => {
  const notice = controlNotice(change, telling.deployment);

  test("reads as it did when it was last looked at", async () => {
    await expect(expectGolden(name, notice)).resolves.toBeUndefined();
  });
  test("keeps to what each channel takes", () => {
    expect(() => expectLimits(notice)).not.toThrow();
  });
  test("is typed JSON for machines", () => {
    expect(JSON.parse(notice.json)).toMatchObject({ type: "lockkeeper.control", version: 1, change: change.kind });
  });
});

test("a reason cannot forge a line, nor leave its place in a command", () => {
  const reason = "x'; rm -rf /\nWho      nobody";
  const { email } = controlNotice({ kind: "ended", said: { ...exemption, reason }, at }, telling.deployment);
  expect(email).not.toMatch(/^Who {6}nobody/m);
  expect(email).toContain(`--reason 'x'\\''; rm -rf / Who      nobody'`);
});

test.each<[string, Parameters<typeof changeIn>[0], string | undefined]>([
  ["frozen", { sk: "frozen", said: "{}" }, "frozen"],
  ["lifted", { sk: "frozen", said: "{}", lifted: 1 }, "lifted"],
  ["exempted", { sk: "exemption#1", said: JSON.stringify(exemption) }, "exempted"],
  ["ended", { sk: "exemption#1", said: JSON.stringify({ ...exemption, until: at }) }, "ended"],
  ["something else", { sk: "other", said: "{}" }, undefined],
  ["nothing", { sk: "frozen" }, undefined],
])("an item of the control partition is read as %s", (_, item, kind) => {
  expect(changeIn(item, now)?.kind).toBe(kind);
});
