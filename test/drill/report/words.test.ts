import { expect, test } from "vitest";
import { dark, light, type Palette } from "../../../shared/report/palette.ts";
import { visible } from "../../../shared/report/visible.ts";
import { allHeld, oneFailed } from "./sample.ts";
import { duration, facts, failures, outcomeWords, shortResource, slowest } from "./words.ts";

test("times are as fine as they matter", () => {
  const times = [0, 640, 999.4, 999.6, 1730, 9994, 9996, 39_300, 59_949, 59_960, 71_300, 125_000, -40];
  expect(times.map(duration)).toEqual([
    "0 ms",
    "640 ms",
    "999 ms",
    "1.00 s",
    "1.73 s",
    "9.99 s",
    "10.0 s",
    "39.3 s",
    "59.9 s",
    "1 min 0 s",
    "1 min 11 s",
    "2 min 5 s",
    "-40 ms",
  ]);
});

test("a way to end that nobody has heard of is shown as it is, and not taken for good", () => {
  expect(outcomeWords("verified")).toEqual({ tone: "good", label: "verified" });
  expect(outcomeWords("held")).toEqual({ tone: "open", label: "held back" });
  for (const type of ["exploded", "constructor", "__proto__"])
    expect(outcomeWords(type)).toEqual({ tone: "bad", label: type });
});

test("an attack that did not hold without a check that says why still has a failure to show", () => {
  const [first] = allHeld.attacks;
  if (!first) throw new Error("the sample is empty");
  expect(failures(first)).toEqual([]);
  expect(failures({ ...first, holds: false })).toHaveLength(1);
});

test("no time is told where none was measured", () => {
  const [first] = allHeld.attacks;
  if (!first) throw new Error("the sample is empty");
  expect(facts({ ...first, ms: { contained: null, restored: null } }).map(({ said }) => said)).toEqual([
    "refused",
    "restored",
    "brings everything back",
    "left alone",
    "1 message",
  ]);
});

test("the slowest times are those that were measured", () => {
  expect(slowest(oneFailed, "contained")).toBe(1730);
  expect(slowest(oneFailed, "restored")).toBe(4210);
  expect(slowest({ ...allHeld, attacks: allHeld.attacks.slice(2) }, "contained")).toBeUndefined();
});

test("an ARN is shown by what it names within its account", () => {
  expect(shortResource("arn:aws:kinesis:eu-central-1:123456789012:stream/orders")).toBe("stream/orders");
  expect(shortResource("arn:aws-cn:sns:cn-north-1:123456789012:topic:a")).toBe("topic:a");
  expect(shortResource("orders")).toBe("orders");
});

test("characters that hide or steer are written out, and letters of every script stay", () => {
  expect(visible("a\u202eb\u001b[2J\u0000")).toBe("a‹U+202E›b‹U+001B›[2J‹U+0000›");
  for (const text of ["déjà vu", "日本語", "👩‍👩‍👧", "שלום", "tab\tand\nline"]) expect(visible(text)).toBe(text);
  expect(visible("one\r\ntwo")).toBe("one\ntwo");
});

/** WCAG 2.2, relative luminance and contrast ratio. */
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

test("black on white has the contrast that WCAG says", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test.each([
  ["light", light],
  ["dark", dark],
])("in the %s scheme every text can be read", (_, palette: Palette) => {
  const people = ["attacker", "lockkeeper", "oncall", "operator"] as const;
  const pairs: readonly (readonly [keyof Palette, keyof Palette])[] = [
    ...(["ink", "muted", "good", "bad", "open"] as const).flatMap(
      (text) =>
        [
          [text, "paper"],
          [text, "surface"],
        ] as const,
    ),
    ...people.flatMap(
      (who) =>
        [
          [who, "surface"],
          ["onMark", who],
        ] as const,
    ),
    ["good", "goodTint"],
    ["bad", "badTint"],
    ["ink", "badTint"],
    ["ink", "bubble"],
  ];
  expect(pairs.filter(([text, ground]) => contrast(palette[text], palette[ground]) < 4.5)).toEqual([]);
});
