import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { visible } from "../../../shared/report/visible.ts";
import type { DrillResult } from "../result.ts";
import { hostileText, withTextsOf } from "./hostile.ts";
import { htmlReport } from "./html.ts";
import { allHeld, oneFailed } from "./sample.ts";

const styleOf = (page: string): string => /<style>(.*)<\/style>/s.exec(page)?.[1] ?? "";
const all = (page: string, pattern: RegExp): readonly string[] =>
  Array.from(page.matchAll(pattern), ([, found]) => found ?? "");

/** The page as a browser takes it apart: its tags with their attributes' names, and what stands between. Throws on anything else. */
const takeApart = (page: string): { readonly tags: readonly string[]; readonly text: string } => {
  const token = /<(\/?[a-z0-9]+|!doctype)((?: [a-zA-Z0-9-]+(?:="[^"<>]*")?)*)\/?>|([^<>]+)/gy;
  const tags: string[] = [];
  let text = "";
  const rest = page.replace(styleOf(page), "");
  for (let at = 0; at < rest.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [, name, attributes = "", between = ""] = token.exec(rest) ?? [];
    if (name === undefined && between === "") throw new Error(`not HTML: ${rest.slice(at, at + 80)}`);
    if (name !== undefined) tags.push([name, ...all(attributes, / ([a-zA-Z0-9-]+)(?:="[^"]*")?/g)].join(" "));
    text += between;
  }
  return { tags, text };
};
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const read = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? "");

test("the page says first whether all is well", () => {
  const heading = (result: DrillResult) => /<h1>.*?<span>(.*?)<\/span><\/h1>/.exec(htmlReport(result))?.[1];
  expect(heading(allHeld)).toBe("The defence held against all 3 attacks.");
  expect(heading(oneFailed)).toBe("The defence did not hold against 1 of 4 attacks.");
  expect(heading({ ...allHeld, attacks: [] })).toBe("No attack was run.");
});

test("an attack that got through says which check did not hold and what was found", () => {
  const page = htmlReport(oneFailed);
  const why = /<section class="why">(.*?)<\/section>/s.exec(page)?.[1] ?? "";
  expect(all(why, /<li>(.*?)</g)).toEqual([
    "the attacker&#39;s next call is refused",
    "the stream is encrypted with its own key again",
  ]);
  expect(all(why, /Found: (.*?)</g)).toEqual([
    "kinesis:StopStreamEncryption was allowed 6.2 s after the first call",
    "it is encrypted with NONE",
  ]);
  expect(htmlReport(allHeld)).not.toContain('<section class="why">');
});

test("on-call's messages are shown letter by letter", () => {
  const page = htmlReport(allHeld);
  const message = allHeld.attacks[0]?.message;
  expect(read(/<pre>(.*?)<\/pre>/s.exec(page)?.[1] ?? "")).toBe(message?.email.trimEnd());
  expect(read(/<figure class="sms"><p>(.*?)<\/p>/s.exec(page)?.[1] ?? "")).toBe(message?.sms);
});

test("whatever the texts hold, the page keeps its build, and shows them as they are", () => {
  const harmless = takeApart(htmlReport(withTextsOf(oneFailed, "x"))).tags;
  fc.assert(
    fc.property(hostileText, (text) => {
      const { tags, text: shown } = takeApart(htmlReport(withTextsOf(oneFailed, text)));
      expect(tags).toEqual(harmless);
      expect(read(shown)).toContain(visible(text).trimEnd());
    }),
    { numRuns: 150 },
  );
});

test("no character hides in the page or turns its letters around", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(htmlReport(withTextsOf(allHeld, text))).not.toMatch(
        /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u,
      );
    }),
    { numRuns: 150 },
  );
});

test("nothing is loaded or run, and the policy in the page allows nothing but its style sheet", () => {
  const page = htmlReport(oneFailed);
  expect(page).not.toMatch(
    /<(script|link|img|iframe|object|embed|base|form)\b|\ssrc=|\sstyle=|\son[a-z]+=|javascript:/i,
  );
  expect(styleOf(page)).not.toMatch(/url\(|@import/);
  expect(all(page, /href="(?!#)(.*?)"/g).every((url) => url.startsWith("https://attack.mitre.org/"))).toBe(true);
  const hash = createHash("sha256").update(styleOf(page)).digest("base64");
  expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
});

test("anchors are unique, every reference has its aim, and headings go down one level at a time", () => {
  const page = htmlReport(oneFailed);
  const ids = all(page, / id="(.*?)"/g);
  expect(new Set(ids).size).toBe(ids.length);
  const aims = [...all(page, /href="#(.*?)"/g), ...all(page, /aria-labelledby="(.*?)"/g)];
  expect(aims).toHaveLength(2 * oneFailed.attacks.length);
  expect(ids).toEqual(expect.arrayContaining([...aims]));
  const levels = all(page, /<h(\d)/g).map(Number);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
  for (const landmark of ["header", "nav", "main", "footer"]) expect(page).toMatch(new RegExp(`<${landmark}[ >]`));
});

test("an attack that called for nothing says so in words", () => {
  const last = htmlReport(allHeld).split("<article").at(-1) ?? "";
  for (const words of [
    "nothing to take away",
    "nothing to restore",
    "nothing to undo",
    "no message",
    "no step was called for",
  ])
    expect(last).toContain(words);
  expect(last).not.toContain("<svg");
  expect(last).not.toContain("What on-call received");
});
