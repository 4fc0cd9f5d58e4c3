import { describe, expect, test } from "vitest";
import type { Finding } from "../../../shared/incident/finding.ts";
import { incidentNotice } from "../../../shared/notice/incident-notice.ts";
import { home } from "../records.ts";
import { cause, finding, incident, now, telling } from "./incidents.ts";

const noticeOf = (findings: readonly Finding[], advice: readonly string[] = []) =>
  incidentNotice(incident([], { findings, advice }), telling, now);

describe("several things that are wrong at once", () => {
  const seen = cause({ blamed: false });
  const channel = (name: string, by: Finding["cause"]) =>
    finding({
      detection: "stream-channel-created",
      evidence: `The channel ${name} is not allowed.`,
      found: name,
      several: true,
      ...(by ? { cause: by } : {}),
    });
  /** The event of each of them led to a look that found both. */
  const both = [channel("a", cause()), channel("b", seen), channel("a", seen), channel("b", cause())];

  test("are told each for itself, with whose doing it is, and once", () => {
    const { email, events, findings } = noticeOf(both);
    expect(email.match(/The channel . is not allowed/g)?.sort()).toStrictEqual([
      "The channel a is not allowed",
      "The channel b is not allowed",
    ]);
    expect(email).not.toContain("Seen by");
    expect(email).not.toContain("2 times");
    expect(events.filter(({ class_uid }) => class_uid === 2004)).toHaveLength(2);
    expect(new Set(findings.map(({ Id }) => Id)).size).toBe(2);
  });

  test("are told without whose doing they are, where that is not known", () => {
    const { email } = noticeOf([channel("a", cause()), channel("b", seen)]);
    expect(email.match(/^(Who|Seen by)/gm)).toStrictEqual(["Who", "Seen by"]);
  });
});

test("what is about the account, and what no technique is known of, reads well", () => {
  const id = `AWS::::Account:${home.account}`;
  const { subject, email, findings, json } = noticeOf(
    [finding({ resource: { type: "AWS::::Account", id }, attack: [], controls: [] })],
    ["Find out what it does."],
  );
  expect(subject).toContain(`(${home.account}), needs a person`);
  expect(email).not.toContain("Known as");
  expect(email).toContain("  Find out what it does.\n");
  expect(findings).toMatchObject([{ Resources: [{ Type: "AwsAccount", Id: id }] }]);
  expect(Object.values(findings[0]?.ProductFields ?? {}).every((value) => value !== "")).toBe(true);
  expect(json).not.toContain('"attacks"');
});
