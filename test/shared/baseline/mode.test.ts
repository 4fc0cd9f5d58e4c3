import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Mode, modeFor, modes, type Settings } from "../../../shared/baseline/settings.ts";

const settingsWith = (all: Mode, ofDetection: Mode | undefined): Settings => ({
  mode: all,
  streams: [],
  detections: ofDetection ? { "stream-encryption-stopped": { mode: ofDetection } } : {},
  operators: [],
  protectedPrincipals: [],
  backlogMinutes: 15,
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
    ["observe", "enforce", "observe", "observe"],
    ["observe", "observe", "enforce", "observe"],
  ])("for all %s, for the detection %s, for the stream %s: %s", (all, ofDetection, ofStream, holds) => {
    expect(modeFor(settingsWith(all, ofDetection), "stream-encryption-stopped", ofStream)).toBe(holds);
  });

  test("is not touched by what is said of another detection", () => {
    expect(modeFor(settingsWith("observe", "enforce"), "stream-encrypted-with-other-key", undefined)).toBe("observe");
  });

  test("is never enforce where something more specific says observe, nor where nothing says enforce", () => {
    const maybe = fc.option(fc.constantFrom(...modes), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom(...modes), maybe, maybe, (all, ofDetection, ofStream) => {
        const holds = modeFor(settingsWith(all, ofDetection), "stream-encryption-stopped", ofStream);
        const said = [all, ofDetection, ofStream];
        const mayEnforce = said.includes("enforce") && !said.slice(1).includes("observe");
        expect(mayEnforce ? "observe or enforce" : "observe").toContain(holds);
        expect(said.includes("observe") ? "observe or enforce" : "enforce").toContain(holds);
      }),
    );
  });
});
