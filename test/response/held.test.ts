import { afterAll, beforeAll, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Guardrail } from "../../shared/response/guardrails/guardrail.ts";
import { mode } from "../../shared/response/guardrails/mode.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { handsFor, type Suspect, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hands = (changes?: Partial<Hands<Permission>>) => handsFor(stage, [deactivateAccessKey], changes);
const recordOf = ({ key }: Suspect) => stage.stepOf(key);

const broken: Guardrail = {
  id: "broken",
  holds: "Everything, since it is broken.",
  approvable: "never",
  check: () => {
    throw new RangeError("the setting cannot be read");
  },
};
const silent: Guardrail = { id: "silent", holds: "Nothing.", approvable: "never", check: () => undefined };
const observe = settingsOf({ mode: "observe" });

test.each([
  ["in observe mode", { settings: observe }, { by: "mode", reason: "the mode is observe: nothing is changed" }],
  [
    "on a stream in observe mode, though the rest is enforced",
    { settings: settingsOf({ streams: [{ name: "orders", mode: "observe" }] }) },
    { by: "mode" },
  ],
  [
    "of a detection in observe mode, though the stream is enforced",
    {
      settings: settingsOf({
        streams: [{ name: "orders", mode: "enforce" }],
        detections: { "stream-encryption-stopped": { mode: "observe" } },
      }),
    },
    { by: "mode" },
  ],
  ["by a guardrail that throws", { guardrails: [silent, broken, mode] }, { by: "broken" }],
] satisfies readonly [string, Partial<Hands<Permission>>, object][])(
  "a step %s is held, with what it would have changed on record, and nothing written",
  async (name, changes, held) => {
    const held1 = await suspect(stage, `held-${name.replace(/\W+/g, "-").slice(0, 40)}`);
    const outcome = await carryOut(hands(changes), held1.order, false);
    expect(outcome).toMatchObject({ type: "held", ...held });
    expect(await held1.status()).toBe("Active");
    expect(held1.written()).toEqual([]);
    expect(await recordOf(held1)).toMatchObject({ outcome, change: { accessKeyId: held1.accessKeyId }, lease: 0 });
  },
);

test("a held step stays held when its order comes again after the mode was changed", async () => {
  const frank = await suspect(stage, "frank");
  const outcome = await carryOut(hands({ settings: observe }), frank.order, false);
  expect(await carryOut(hands(), frank.order, false)).toEqual(outcome);
  expect(frank.written()).toEqual([]);
});

test.each(["replayed", "test"] as const)("a step that answers an event that is %s is held", async (rehearsal) => {
  const gina = await suspect(stage, `gina-${rehearsal}`, { cause: { rehearsal } });
  expect(await carryOut(hands(), gina.order, false)).toMatchObject({ type: "held", by: "rehearsal" });
  expect(gina.written()).toEqual([]);
});

test("a step against a protected user is held at the gate: the key stays active", async () => {
  const held = await suspect(stage, "break-glass");
  const settings = settingsOf({ protectedPrincipals: ["arn:aws:iam::*:user/break-*"] });
  expect(await carryOut(hands({ settings }), held.order, false)).toMatchObject({
    type: "held",
    by: "protected-principals",
  });
  expect(await held.status()).toBe("Active");
  expect(held.written()).toEqual([]);
});

test("a step against somebody for a call of long ago waits for a person, who is told what would be done", async () => {
  const old = await suspect(stage, "old", { cause: { time: "2020-01-01T00:00:00Z" } });
  const outcome = await carryOut(hands(), old.order, false);
  expect(outcome).toMatchObject({ type: "awaiting-approval", by: "backlog" });
  expect(outcome).toHaveProperty("calls", [
    {
      call: "iam:UpdateAccessKey",
      input: { UserName: "old", AccessKeyId: old.accessKeyId, Status: "Inactive" },
    },
  ]);
  expect(await old.status()).toBe("Active");
  expect(old.written()).toEqual([]);
});
