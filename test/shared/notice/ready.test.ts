import { describe, expect, test } from "vitest";
import type { Incident } from "../../../shared/incident/incident.ts";
import { isReady, patienceMs } from "../../../shared/notice/ready.ts";
import { evict, finding, incident, restore } from "./incidents.ts";

const verified = { type: "verified" } as const;
const first = finding();
const second = finding({ source: "second", time: "2026-09-19T11:33:00.000Z" });
const ofSecond = { ...restore, id: "restore-2", source: "second" };
const findings = [first, second];
const told = { at: "2026-09-19T11:32:30.000Z", digest: "x", count: 1 };
const later = ({ time }: typeof first, ms: number) => new Date(Date.parse(time) + ms);

describe("the first message", () => {
  test.each<[string, Incident, boolean]>([
    [
      "waits for a step of the first look",
      incident([
        [evict, verified],
        [restore, undefined],
      ]),
      false,
    ],
    [
      "is due when all have ended",
      incident([
        [evict, verified],
        [restore, verified],
      ]),
      true,
    ],
    ["is due at once where there is no step", incident([]), true],
    [
      "does not wait for later looks",
      incident(
        [
          [restore, verified],
          [ofSecond, undefined],
        ],
        { findings },
      ),
      true,
    ],
    [
      "waits for a step that no finding is known of",
      incident([[{ ...restore, source: "unheard-of" }, undefined]]),
      false,
    ],
  ])("%s", (_, one, due) => {
    expect(isReady(one, later(first, patienceMs - 1))).toBe(due);
    expect(isReady(one, later(first, patienceMs))).toBe(true);
  });
});

test("an update waits for the steps of every look, each for its own time", () => {
  const one = incident(
    [
      [restore, verified],
      [ofSecond, undefined],
    ],
    { findings, told },
  );
  expect(isReady(one, later(second, patienceMs - 1))).toBe(false);
  expect(isReady(one, later(second, patienceMs))).toBe(true);
});
