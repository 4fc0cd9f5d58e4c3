import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addToWindow, seenFirst } from "../../shared/ledger/window.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** At a time of our own, since a stretch can end between two calls. */
const at = (seconds: number) => ({ ...stage.ledger, now: () => new Date(1_790_000_000_000 + seconds * 1000) });
// The stretches of ten minutes begin 400 s after this time, and every 600 s from there.
const stretch = 600;

describe("different things in a window", () => {
  test("are counted once each, through the stretch and the one before it, and then no more", async () => {
    const count = (thing: string, seconds: number) => addToWindow(at(seconds), "w", thing, stretch);
    expect(await count("GetRecords on orders", 410)).toBe(1);
    expect(await count("GetRecords on orders", 420)).toBe(1);
    expect(await count("PutRecord on orders", 900)).toBe(2);
    expect(await count("PutRecord on payments", 1_010)).toBe(3);
    expect(await count("PutRecord on orders", 1_020)).toBe(3);
    expect(await count("ListShards on orders", 1_610)).toBe(3);
    expect(await count("ListShards on orders", 3_000)).toBe(1);
  });

  test("do not mix with those of another window", async () => {
    expect(await addToWindow(at(410), "one", "a", stretch)).toBe(1);
    expect(await addToWindow(at(410), "other", "b", stretch)).toBe(1);
  });

  test("are not counted beyond a hundred, so that the item cannot grow without end", async () => {
    const things = Array.from({ length: 110 }, (_, n) => `${n}`);
    const counts = [];
    for (const thing of things) counts.push(await addToWindow(at(410), "many", thing, stretch));
    expect(Math.max(...counts)).toBe(100);
    const [item] = await stage.rows("window#many#2983334");
    expect(item).toBeDefined();
  });
});

describe("what is seen for the first time", () => {
  test("is so once in a stretch, but for the very same event", async () => {
    expect(await seenFirst(at(410), "mallory on orders", "event-1", stretch)).toBe(true);
    expect(await seenFirst(at(500), "mallory on orders", "event-2", stretch)).toBe(false);
    expect(await seenFirst(at(500), "mallory on orders", "event-1", stretch)).toBe(true);
    expect(await seenFirst(at(500), "mallory on payments", "event-2", stretch)).toBe(true);
    expect(await seenFirst(at(1_010), "mallory on orders", "event-3", stretch)).toBe(true);
  });
});
