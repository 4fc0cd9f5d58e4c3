import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actorOf } from "../../../shared/cloudtrail/actor.ts";
import type { Finding } from "../../../shared/incident/finding.ts";
import { incidentNotice } from "../../../shared/notice/incident-notice.ts";
import type { Notice } from "../../../shared/notice/notice.ts";
import { unreadableNotice } from "../../../shared/notice/unreadable-notice.ts";
import { rungFor } from "../../../shared/response/ladder.ts";
import { home, identities } from "../records.ts";
import { expectLimits } from "./golden.ts";
import { cause, evict, finding, incident, now, restore, telling } from "./incidents.ts";

/** Parts of a message are an attacker's own words. Whatever they are, the message keeps its lines and its limits. */

const breaks = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
// Line breaks of the message's own aside: nothing that steers a terminal, hides or turns text around.
const steering = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "\n",
          "\r\n",
          "\r",
          "\u2028",
          "\u0085",
          "\v",
          "\u001b[2J",
          "\u0000",
          "\u009b",
          "\u202e",
          "\u2066",
        ),
        fc.constantFrom(
          "What was done",
          "Who      nobody",
          "Subject: all is well",
          "\n\nWhat to do next\n  Nothing.",
          "😀",
          "https://evil.example/",
          "://",
          ":",
          "//",
        ),
        fc.string({ maxLength: 30 }),
      ),
    )
    .map((parts) => parts.join("")),
);
/** Marks that turn the direction of text, where they are not overrides. */
const marks = fc.string({ unit: fc.constantFrom("a", "\u200e", "\u200f", "\u061c", "\u202e", "\u2067") });

const noticeFor = (text: string, more: Partial<Parameters<typeof incident>[1]> = {}): Notice => {
  const actor = actorOf(identities.roleSession(`arn:aws:iam::${home.account}:role/pipeline`, text));
  const found: Finding = finding({
    evidence: `The stream is encrypted with ${text}.`,
    cause: cause({ actor: { ...actor, name: `${actor.name}${text}` }, name: text, sourceIp: text, userAgent: text }),
  });
  const error = { type: "failed", error: `ValidationException: ${text}` } as const;
  return incidentNotice(
    incident(
      [
        [evict, error],
        [restore, error],
      ],
      { findings: [found], ...more },
    ),
    telling,
    now,
  );
};

/** Where each line begins: the label of a row. */
const labels = (email: string) => email.split(breaks).map((line) => line.slice(0, 6));

describe("an attacker's words in a record", () => {
  test("cannot add or forge a line", () => {
    const expected = labels(noticeFor("x").email);
    fc.assert(
      fc.property(hostile, (text) => {
        expect(labels(noticeFor(text).email)).toStrictEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("cannot add or forge a line in what a person has to do", () => {
    const adviceFor = (text: string) => {
      const { account } = home;
      const session = actorOf({ type: "SAMLUser", userName: text });
      const stranger = { ...session, account: "210987654321" };
      const federated = actorOf({ type: "FederatedUser", sessionContext: { sessionIssuer: { userName: text } } });
      return [session, stranger, federated].flatMap((actor) => {
        return rungFor(actor, account).advice;
      });
    };
    const lines = (text: string) => labels(noticeFor("x", { advice: adviceFor(`x y${text}`) }).email);
    expect(adviceFor("x y")).toHaveLength(3);
    fc.assert(
      fc.property(hostile, (text) => {
        expect(lines(text)).toStrictEqual(lines("x"));
      }),
      { numRuns: 300 },
    );
  });

  test("cannot steer a terminal or hide a line", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(noticeFor(text).email).not.toMatch(steering);
      }),
      { numRuns: 500 },
    );
  });

  test("cannot turn the direction of text, by marks neither", () => {
    fc.assert(
      fc.property(marks, (text) => {
        expect(noticeFor(text).email).not.toMatch(steering);
      }),
    );
  });

  test("cannot become a link that a mail program would open", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { email } = noticeFor(text, { advice: [`Ask ${text}`] });
        // The name of a call is AWS's own word.
        for (const line of email.split(breaks).filter((one) => !one.startsWith("When")))
          expect(line).not.toMatch(/:\/\/[\p{L}\p{N}[]/u);
      }),
      { numRuns: 500 },
    );
    expect(noticeFor("https://evil.example/").email).toContain("https:// evil.example/");
  });

  test("cannot make a message that is no well-formed Unicode, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (length) => {
        expect(noticeFor(`${"a".repeat(length)}😀${"😀".repeat(200)}`).email.isWellFormed()).toBe(true);
      }),
      { numRuns: 401 },
    );
  });

  test("cannot break the limits of a subject or an SMS, nor the JSON", () => {
    fc.assert(
      fc.property(hostile, hostile, (text, id) => {
        const found = finding({ title: text, resource: { type: "AWS::Kinesis::Stream", id }, evidence: text });
        const notice = incidentNotice(incident([[restore, undefined]], { findings: [found] }), telling, now);
        expect(notice.subject).toMatch(/^[\u0021-\u007e][\u0020-\u007e]{0,99}$/);
        expect(notice.sms).toMatch(/^[\u0020-\u007e]{1,140}$/);
        expect(JSON.parse(notice.json)).toMatchObject([{ class_uid: 2004 }]);
        expectLimits(notice);
      }),
      { numRuns: 300 },
    );
  });

  test("cannot make a message too long to be sent", () => {
    // SNS takes 256 KB, all three forms together.
    const { email, sms, json } = noticeFor("😀\n".repeat(2_000));
    expect(Buffer.byteLength(JSON.stringify({ email, sms, default: json }))).toBeLessThan(256 * 1024);
  });
});

test("an attacker's words in a message that cannot be read forge no line either", () => {
  const noticeOf = (problem: string) =>
    unreadableNotice({ messageId: "1", problem, queue: "events", at: "2026-09-19T11:31:58.000Z" });
  const expected = labels(noticeOf("x").email);
  fc.assert(
    fc.property(hostile, (text) => {
      const { email, subject, sms, json } = noticeOf(text);
      expect(labels(email)).toStrictEqual(expected);
      expect(email).not.toMatch(steering);
      expect(subject).toMatch(/^[\u0020-\u007e]{1,100}$/);
      expect(sms).toMatch(/^[\u0020-\u007e]{1,140}$/);
      expect(JSON.parse(json)).toMatchObject({ type: "lockkeeper.unreadable", version: 1 });
    }),
    { numRuns: 300 },
  );
});
