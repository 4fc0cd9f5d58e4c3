import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../../shared/actions/iam/deactivate-access-key.ts";
import type { Settings } from "../../../shared/baseline/settings.ts";
import { carryOut } from "../../../shared/response/carry-out.ts";
import { guardrails } from "../../../shared/response/guardrails/index.ts";
import { account } from "../../lab/door/example-lab.ts";
import { handsFor, operator, type Suspect, settingsOf, suspect, userArn } from "../orders.ts";
import { openStage, type Stage } from "../stage.ts";
import { allWays, approve, ways } from "../ways.ts";

/** The guardrails that keep keys from being taken: by no way is anything written past them, nor when they are broken. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hands = (settings: Settings) => handsFor(stage, [deactivateAccessKey], { settings });
/** Settings with some of them missing or of another kind, as in a bundle that is broken. */
const without = (changes: object): Settings => Object.assign(settingsOf({}), changes);
const nothingWritten = async (someone: Suspect) => {
  expect(someone.written()).toEqual([]);
  expect(await someone.status()).toBe("Active");
};

/** Has the user stand under this ARN in the step, and nobody known to have made the call. */
const standsAt = async ({ key, step }: Suspect, arn: string) => {
  const [found] = await stage.rows(`incident#${key.incident}`);
  const { findings } = JSON.parse(String(found?.["found"])) as { readonly findings: readonly object[] };
  const nobodys = findings.map((finding) => ({ ...finding, cause: undefined }));
  const steps = [{ ...step, params: { ...Object(step.params), userArn: arn } }];
  await stage.overwrite({ ...found, found: JSON.stringify({ findings: nobodys, steps, advice: [] }) });
};

interface Guarded {
  readonly by: string;
  readonly type: "held" | "awaiting-approval";
  readonly settings: () => Settings;
  readonly about?: Parameters<typeof suspect>[2];
  /** Nothing of the settings is left that it goes by. */
  readonly broken: object;
}

const service = { kind: "service", service: "x.amazonaws.com" } as const;
const cases: readonly Guarded[] = [
  {
    by: "backlog",
    type: "awaiting-approval",
    settings: () => settingsOf({ backlogMinutes: 1 }),
    about: { cause: { time: new Date(Date.now() - 61_000).toISOString() } },
    broken: { backlogMinutes: undefined },
  },
  {
    by: "confidence",
    type: "awaiting-approval",
    settings: () => settingsOf({ evictConfidence: "High" }),
    about: { confidence: "Medium" },
    broken: { evictConfidence: undefined },
  },
  {
    by: "deployers",
    type: "awaiting-approval",
    settings: () => settingsOf({ deployers: [userArn("*")] }),
    broken: { deployers: undefined },
  },
  {
    by: "live-producer",
    type: "awaiting-approval",
    settings: () => settingsOf({ streams: [{ name: "orders", producers: [`arn:aws:iam::${account}:user/*`] }] }),
    broken: { streams: undefined },
  },
  {
    by: "protected-principals",
    type: "held",
    settings: () => settingsOf({ protectedPrincipals: [userArn("*")] }),
    broken: { protectedPrincipals: undefined },
  },
];

describe.each(cases)("$by", ({ by, type, settings, about, broken }) => {
  test.each(Object.entries(ways))("holds a step that is ordered %s", async (name, way) => {
    const someone = await suspect(stage, `${by}-${name}`, about);
    expect(await way(stage, hands(settings()), someone)).toMatchObject({ type, by });
    await nothingWritten(someone);
  });

  test("is lifted by an approval of what was told, where it may be, and by none where not", async () => {
    const someone = await suspect(stage, `${by}-approved`, about);
    const outcome = await allWays.approved(stage, hands(settings()), someone);
    if (type === "held") {
      expect(outcome).toMatchObject({ type, by });
      await nothingWritten(someone);
    } else {
      expect(outcome).toEqual({ type: "verified" });
      expect(someone.written()).toEqual(["Inactive"]);
      expect(await stage.stepOf(someone.key)).toMatchObject({ approvedBy: operator });
    }
  });

  test("holds a step that was begun and taken over until somebody approves, as any other", async () => {
    const someone = await suspect(stage, `${by}-resumed`, about);
    expect(await ways.takenOver(stage, hands(settings()), someone)).toMatchObject({ type, by });
    await approve(stage, someone);
    const outcome = await carryOut(hands(settings()), someone.order, false);
    expect(outcome.type).toBe(type === "held" ? "held" : "verified");
    expect(someone.written()).toEqual(type === "held" ? [] : ["Inactive"]);
  });

  test("holds what it cannot judge, since its settings are missing", async () => {
    const someone = await suspect(stage, `${by}-broken`, { confidence: "Medium" });
    expect((await carryOut(hands(without(broken)), someone.order, true)).type).not.toBe("verified");
    await nothingWritten(someone);
  });
});

describe("asks-first", () => {
  /** As an action that only a person may begin. */
  const asking = { ...deactivateAccessKey, asks: "a person has to say so" };
  const asked = () => handsFor(stage, [asking], { settings: settingsOf({}) });

  test.each(Object.entries(ways))("holds a step that is ordered %s", async (name, way) => {
    const someone = await suspect(stage, `asks-${name}`);
    const reason = "a person has to say so";
    expect(await way(stage, asked(), someone)).toMatchObject({ type: "awaiting-approval", by: "asks-first", reason });
    await nothingWritten(someone);
  });

  test("lets it pass once a person has approved", async () => {
    const someone = await suspect(stage, "asks-approved");
    expect(await allWays.approved(stage, asked(), someone)).toEqual({ type: "verified" });
    expect(someone.written()).toEqual(["Inactive"]);
  });

  test("that is broken holds it, approved or not", async () => {
    const broken = {
      id: "asks-first",
      holds: "",
      approvable: "always",
      check: () => Promise.reject(new Error("broken")),
    } as const;
    const someone = await suspect(stage, "asks-broken");
    const all = guardrails.map((one) => (one.id === "asks-first" ? broken : one));
    const outcome = await allWays.approved(stage, { ...asked(), guardrails: all }, someone);
    expect(outcome).toMatchObject({ type: "held", by: "asks-first" });
    await nothingWritten(someone);
  });
});

describe("a key is not taken", () => {
  test.each([
    ["another case of letters", "Break-Glass", "break-glass", undefined],
    ["a star for a part of the name", "glass-2", "gl*s-2", undefined],
    ["a path that looks like a key's place", "glass-3", "access-key/glass-3", userArn("access-key/glass-3")],
  ])("from a protected user, in spite of %s", async (_, name, pattern, arn) => {
    const someone = await suspect(stage, name);
    if (arn) await standsAt(someone, arn);
    const settings = settingsOf({ protectedPrincipals: [userArn(pattern)], evictConfidence: "Low" });
    expect(await carryOut(hands(settings), someone.order, false)).toMatchObject({
      type: "held",
      by: "protected-principals",
    });
    await nothingWritten(someone);
  });

  test("for what was brought about through a service, nor by one, though all is approved", async () => {
    for (const [name, changes] of [
      ["through", { invokedBy: "cloudformation.amazonaws.com" }],
      ["service", { credential: service }],
    ] as const) {
      const actor = { name, arn: userArn(name), credential: service, ...changes };
      const someone = await suspect(stage, name, { cause: { actor } });
      const outcome = await ways.simply(stage, hands(settingsOf({})), someone);
      expect(outcome?.type).toMatch(/held|awaiting-approval/);
      await nothingWritten(someone);
    }
  });

  test("from a consumer, from one whose stream has producers that nobody named, or from a producer of another stream", async () => {
    const streams = [
      [{ name: "orders", producers: [], consumers: [userArn("feeds-*")] }],
      [{ name: "orders" }],
      [
        { name: "orders", producers: [] },
        { name: "payments", producers: [userArn("FEEDS-*")] },
      ],
    ];
    for (const [index, one] of streams.entries()) {
      const someone = await suspect(stage, `feeds-${index}`);
      expect(await carryOut(hands(settingsOf({ streams: one })), someone.order, false)).toMatchObject({
        type: "awaiting-approval",
        by: "live-producer",
      });
      await nothingWritten(someone);
    }
  });

  test.each(["", "yesterday", "2026-99-99T00:00:00Z"])("for a call whose time cannot be read: %j", async (time) => {
    const someone = await suspect(stage, `time-${time.length}`, { cause: { time } });
    expect(await ways.simply(stage, hands(settingsOf({})), someone)).toMatchObject({ by: "backlog" });
    await nothingWritten(someone);
  });
});
