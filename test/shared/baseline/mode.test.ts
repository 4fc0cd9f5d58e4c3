import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modeFor, type Settings } from "../../../shared/baseline/settings.ts";
import { type Mode, modes } from "../../../shared/baseline/words.ts";
import { settingsOf } from "../records.ts";

const settingsWith = (all: Mode, ofDetection: Mode | undefined): Settings =>
  settingsOf({
    mode: all,
    detections: ofDetection ? { "stream-encryption-stopped": { mode: ofDetection } } : {},
  });

describe("the mode that holds", () => {
  test.each<[Mode, Mode | undefined, Mode | undefined, Mode]>([
    ["observe", undefined, undefined, "observe"],
    ["enforce", undefined, undefined, "enforce"],
    ["observe", "enforce", undefined, "enforce"],
    ["enforce", "observe", undefined, "observe"],
    ["observe", undefined, "enforce", "enforce"],
    ["enforce", undefined, "observe", "observe"],
    ["observe", "enforce", "enforce", "enforce"],
    ["enforce", "observe", "observe", "observe"],
    ["enforce", "enforce", "observe", "observe"],
    ["enforce", "observe", "enforce", "observe"],
    ["approve", undefined, undefined, "approve"],
    ["observe", "approve", undefined, "approve"],
    ["enforce", undefined, "approve", "approve"],
    ["approve", "enforce", undefined, "enforce"],
    ["enforce", "approve", "enforce", "approve"],
    ["enforce", "enforce", "approve", "approve"],
    ["enforce", "observe", "approve", "observe"],
    ["enforce", "approve", "observe", "observe"],
    ["observe", "enforce", "observe", "observe"],
    ["observe", "observe", "enforce", "observe"],
  ])("for all %s, for the detection %s, for the stream %s: %s", (all, ofDetection, ofStream, holds) => {
    expect(modeFor(settingsWith(all, ofDetection), "stream-encryption-stopped", ofStream)).toBe(holds);
  });

  test("is not touched by what is said of another detection", () => {
    expect(modeFor(settingsWith("observe", "enforce"), "stream-encrypted-with-other-key", undefined)).toBe("observe");
  });

  test("is never bolder than anything more specific says, nor than what is said of all where nothing more specific is", () => {
    const maybe = fc.option(fc.constantFrom(...modes), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom(...modes), maybe, maybe, (all, ofDetection, ofStream) => {
        const holds = modeFor(settingsWith(all, ofDetection), "stream-encryption-stopped", ofStream);
        const special = [ofDetection, ofStream].filter((mode) => mode !== undefined);
        const said = special.length > 0 ? special : [all];
        expect(said).toContain(holds);
        for (const one of said) expect(modes.indexOf(holds)).toBeLessThanOrEqual(modes.indexOf(one));
      }),
    );
  });
});
