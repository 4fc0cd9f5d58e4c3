import { describe, expect, test } from "vitest";
import type { PlannedStep } from "../../../shared/incident/finding.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { incidentNotice } from "../../../shared/notice/incident-notice.ts";
import { evict, incident, now, restore, telling } from "./incidents.ts";

const verified: Outcome = { type: "verified" };
const held: Outcome = { type: "held", by: "mode", reason: "the mode is observe: nothing is changed" };
const failed: Outcome = { type: "failed", error: "StreamGone: arn:… does not exist any more" };
const noticeOf = (...of: Parameters<typeof incident>) => incidentNotice(incident(...of), telling, now);

describe("the state of an incident", () => {
  const advice = ["Deny the user alice."];
  const compliant: Outcome = { type: "compliant" };
  const unverified: Outcome = { type: "unverified" };
  type Steps = readonly (readonly [PlannedStep, Outcome | undefined])[];
  const both = (first: Outcome | undefined, second: Outcome | undefined): Steps => [
    [evict, first],
    [restore, second],
  ];

  test.each<[string, string, Steps, (readonly string[])?]>([
    ["contained and restored", "both were done", both(verified, verified)],
    ["contained and restored", "one was done and one was so already", both(verified, compliant)],
    ["contained", "the key was taken, and there was nothing to restore", [[evict, verified]]],
    ["restored", "nobody is known to have done it, so that they may still be there", [[restore, verified]]],
    ["under way", "a step has not ended", both(verified, undefined)],
    ["under way", "no step has ended", both(undefined, undefined)],
    ["under way", "one was held and one has not ended", both(held, undefined)],
    ["under way", "one failed and one has not ended", both(failed, undefined)],
    ["seen, nothing changed", "all were held", both(held, held)],
    ["needs a person", "one was held and the other was not", both(held, verified)],
    ["needs a person", "one failed", both(verified, failed)],
    ["needs a person", "one was not seen to work", both(unverified, verified)],
    ["needs a person", "all was done, and somebody is to be contained by hand", [[restore, verified]], advice],
    ["needs a person", "there is no step", []],
  ])("is %j when %s", (state, _, outcomes, advised = []) => {
    const notice = noticeOf(outcomes, { advice: advised });
    expect(notice.subject.endsWith(`, ${state}`)).toBe(true);
    expect(notice.sms).toContain(`, ${state}. Incident `);
    expect(notice.email.split("\n")[0]?.toLowerCase()).toMatch(new RegExp(`\\. ${state}\\.$`));
    expect(notice.findings.map(({ ProductFields }) => ProductFields["lockkeeper/stand"])).toStrictEqual([state]);
  });

  test("that is under way is told with the promise of another message, and no other is", () => {
    const promise = "  Wait for the next message: some steps have not ended yet.\n";
    expect(noticeOf(both(verified, undefined)).email).toContain(promise);
    for (const outcome of [verified, held, failed, unverified])
      expect(noticeOf(both(verified, outcome)).email).not.toContain(promise);
  });

  test("asks how the credential was lost only where one was taken", () => {
    const asks = "Find out how the credential was lost";
    expect(noticeOf([[evict, verified]]).email).toContain(asks);
    expect(noticeOf(both(verified, verified)).email).toContain(asks);
    expect(noticeOf([[restore, verified]]).email).not.toContain(asks);
    expect(noticeOf(both(held, held)).email).not.toContain(asks);
  });
});
