import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AttackResult, DrillResult } from "../result.ts";
import { hostileText, withTextsOf } from "./hostile.ts";
import { widthOf } from "./lines.ts";
import { allHeld, oneFailed } from "./sample.ts";
import { attackLines, summaryLines } from "./text.ts";

const plain = { color: false, width: 100 };
const the = (id: string): AttackResult => {
  const found = oneFailed.attacks.find((attack) => attack.id === id);
  if (!found) throw new Error(`no ${id} in the sample`);
  return found;
};
const everything = (result: DrillResult, style: typeof plain): readonly string[] => [
  ...result.attacks.flatMap((attack) => attackLines(attack, style)),
  ...summaryLines(result, style),
];

test("an attack that was answered well reads like this", () => {
  expect(attackLines(the("stop-encryption"), plain)).toEqual([
    "✓ held  stop-encryption: Encryption of a stream is stopped with a leaked key",
    "  The access key of a deployment user was pushed to a public repository. Whoever found it stops",
    "  encryption on the stream, so that the next records can be read by anybody who gets at the storage…",
    "",
    "  Detected   stream-encryption-stopped (ATT&CK T1078.004, T1562.001)",
    "  Steps      ✓ verified  deactivate-access-key      …r/deploy-orders/access-key/AKIAIOSFODNN7EXAMPLE",
    "             ✓ verified  restore-stream-encryption  stream/orders",
    "  Next call  ✓ refused after 1.73 s",
    "  Resource   ✓ restored after 4.21 s",
    "  Undo       ✓ brings everything back",
    "  Own calls  ✓ left alone",
    "  Checks     ✓ 5 of 5 checks held",
    "  Message    [Lockkeeper] High: Encryption of the stream was stopped (orders), contained and",
    "             restored",
    "             │ What     Encryption of the stream was stopped. The stream is not encrypted; it shoul…",
    "             │ Where    arn:aws:kinesis:eu-central-1:123456789012:stream/orders",
    "             │ When     2026-10-03T14:22:09Z, kinesis:StopStreamEncryption, event 7b6f2c1e-0f3d-4a0…",
    "",
  ]);
});

test("an attack that got through says at once which check did not hold, and what was found", () => {
  const lines = attackLines(the("session-outlives-key"), plain);
  expect(lines.slice(0, 5)).toEqual([
    "✗ DID NOT HOLD  session-outlives-key: A session that was made from the key outlives it",
    "  ✗ the attacker's next call is refused",
    "    found: kinesis:StopStreamEncryption was allowed 6.2 s after the first call",
    "  ✗ the stream is encrypted with its own key again",
    "    found: it is encrypted with NONE",
  ]);
  expect(lines).toContain("             ✗ failed    restore-stream-encryption  stream/orders");
  expect(lines.join(" ").replace(/ +/g, " ")).toContain(
    "LimitExceededException: 25 encryption starts in 24 hours are used up",
  );
  expect(lines).toContain("  Own calls  ✗ were answered: a loop");
});

test("where nothing was called for, the words say so", () => {
  expect(attackLines(the("rotation-by-deployer"), plain).slice(4)).toEqual([
    "  Detected   – nothing",
    "  Steps      – none was called for",
    "  Next call  – nothing to take away",
    "  Resource   – nothing to restore",
    "  Undo       – nothing to undo",
    "  Own calls  ✓ left alone",
    "  Checks     ✓ 1 of 1 check held",
    "  Message    – none",
    "",
  ]);
});

test("the summary has a line for each attack, and its last line says whether all is well", () => {
  expect(summaryLines(oneFailed, plain)).toEqual([
    "  ✓ stop-encryption       refused 1.73 s     restored 4.21 s     undone",
    "  ✓ swap-encryption-key   refused 640 ms     restored 905 ms     undone",
    "  ✗ session-outlives-key  NOT refused        NOT restored        undone",
    "    ✗ the attacker's next call is refused",
    "      found: kinesis:StopStreamEncryption was allowed 6.2 s after the first call",
    "    ✗ the stream is encrypted with its own key again",
    "      found: it is encrypted with NONE",
    "  ✓ rotation-by-deployer  –                  –                   –",
    "",
    "1 min 11 s, on Node 24.21.0, Linux 6.1 x64, 2 processors",
    "✗ The defence did not hold against 1 of 4 attacks.",
  ]);
  expect(summaryLines(allHeld, plain).at(-1)).toBe("✓ The defence held against all 3 attacks.");
  expect(summaryLines({ ...allHeld, attacks: [] }, plain).at(-1)).toBe("✗ No attack was run.");
});

test("colours come only when asked for, and change no letter", () => {
  const coloured = everything(oneFailed, { color: true, width: 100 });
  expect(coloured.join("\n")).toContain("\u001b[31m");
  expect(coloured.map(stripVTControlCharacters)).toEqual(everything(oneFailed, plain));
  expect(everything(oneFailed, plain).join("\n")).not.toContain("\u001b");
});

test("whatever the texts hold, lines fit the terminal, and nothing steers it or starts a line of its own", () => {
  const harmless = (text: string): string => text.replace(/[✓✗]/g, "?");
  fc.assert(
    fc.property(hostileText.map(harmless), fc.integer({ min: 72, max: 160 }), (text, width) => {
      for (const line of everything(withTextsOf(oneFailed, text), { color: false, width })) {
        expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }
      const verdicts = everything(withTextsOf(oneFailed, text), { color: false, width }).filter((line) =>
        /^[✓✗]/.test(line),
      );
      expect(verdicts).toHaveLength(oneFailed.attacks.length + 1);
    }),
    { numRuns: 150 },
  );
});

test("in a narrow terminal a story still takes two lines at most", () => {
  const lines = attackLines(the("stop-encryption"), { color: false, width: 72 });
  expect(lines.indexOf("") - 1).toBeLessThanOrEqual(4);
  expect(lines[lines.indexOf("") - 1]).toMatch(/…$/);
});
