import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AttackResult } from "../result.ts";
import { oneFailed } from "./sample.ts";
import { timelineChart } from "./timeline.ts";
import { drawn, spans, spread, ticks } from "./timeline-scale.ts";

const the = (id: string): AttackResult => {
  const found = oneFailed.attacks.find((attack) => attack.id === id);
  if (!found) throw new Error(`no ${id} in the sample`);
  return found;
};
const [stopped, outlived] = [the("stop-encryption"), the("session-outlives-key")];

const broad = (attack: AttackResult): string => timelineChart(attack).markup.split("</svg>")[0] ?? "";
const digits = (svg: string): readonly number[] =>
  Array.from(svg.matchAll(/<text class="digit".*?>(\d+)</g), ([, digit]) => Number(digit));

test("bands end when the attacker was refused, the resource restored and on-call told", () => {
  expect(spans(stopped)).toEqual([
    { who: "attacker", label: "refused after 1.73 s", end: 1730 },
    { who: "lockkeeper", label: "restored after 4.21 s", end: 4210 },
    { who: "on-call", label: "told after 4.89 s", end: 4890 },
  ]);
});

test("what did not come about has a band without an end, and says so in words", () => {
  expect(spans(outlived).map(({ label, end }) => [label, end])).toEqual([
    ["not refused", undefined],
    ["not restored", undefined],
    ["told after 7.35 s", 7350],
  ]);
  expect(broad(outlived)).toContain("✗ not refused");
});

test("what an operator does long afterwards does not squeeze the drawing; the caption says that it is missing", () => {
  expect(drawn(stopped, spans(stopped)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(digits(broad(stopped)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(timelineChart(stopped).markup).toContain("from 8 on, after the response, events are not drawn");
});

test("later events stand further right", () => {
  const places = Array.from(broad(outlived).matchAll(/<line class="stem" x1="([\d.]+)"/g), ([, x]) => Number(x));
  const order = digits(broad(outlived));
  expect(order.toSorted((a, b) => (places[order.indexOf(a)] ?? 0) - (places[order.indexOf(b)] ?? 0))).toEqual([
    1, 2, 3, 4, 5, 6, 7,
  ]);
});

test("those who listen are told the same", () => {
  expect(broad(stopped)).toContain(
    "Attacker: refused after 1.73 s; Lockkeeper: restored after 4.21 s; On call: told after 4.89 s.",
  );
});

test("any events and times make a drawing of finite numbers within its frame", () => {
  const time = fc.integer({ min: 0, max: 3_600_000 });
  const who = fc.constantFrom("attacker", "lockkeeper", "on-call", "operator");
  const events = fc.array(fc.record({ ms: time, who, what: fc.constant("something") }), { maxLength: 12 });
  fc.assert(
    fc.property(
      events,
      fc.option(time),
      fc.option(time),
      fc.option(fc.boolean()),
      (unsorted, contained, restored, is) => {
        const timeline = unsorted.toSorted((a, b) => a.ms - b.ms);
        const svg = broad({ ...stopped, contained: is, restored: is, ms: { contained, restored }, timeline });
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        for (const [, x] of svg.matchAll(/ (?:cx|x|x1|x2)="(.*?)"/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(0);
          expect(Number(x)).toBeLessThanOrEqual(920);
        }
      },
    ),
  );
});

test("marks keep their order and their distance, and move no further than they must", () => {
  const places = fc
    .array(fc.double({ min: 0, max: 900, noNaN: true }), { maxLength: 20 })
    .map((all) => all.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(places, (all) => {
      const apart = spread(all, 23, 0, 900);
      const gaps = (xs: readonly number[]) => xs.slice(1).map((x, index) => x - (xs[index] ?? 0));
      expect(Math.min(...gaps(apart), 23)).toBeCloseTo(23);
      expect(Math.min(...apart, 0)).toBeCloseTo(0);
      expect(Math.max(...apart, 900)).toBeCloseTo(900);
      const moved = apart.some((x, index) => Math.abs(x - (all[index] ?? 0)) > 1e-6);
      expect(moved).toBe(gaps(all).some((gap) => gap < 23 - 1e-6));
    }),
  );
});

test("an axis has few, round times", () => {
  expect(ticks(0, 5090, 10)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  expect(ticks(0, 1010, 10)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(ticks(-300, 990, 4)).toEqual([0, 500]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 2, max: 12 }), (to, most) => {
      expect(ticks(0, to, most).length).toBeLessThanOrEqual(most + 1);
    }),
  );
});
