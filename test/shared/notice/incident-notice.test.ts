import { describe, expect, test } from "vitest";
import { severities } from "../../../shared/detections/detection.ts";
import type { PlannedStep } from "../../../shared/incident/finding.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { incidentNotice } from "../../../shared/notice/incident-notice.ts";
import { orders } from "../records.ts";
import { cases } from "./cases.ts";
import { expectGolden, expectLimits } from "./golden.ts";
import { cause, causeless, evict, finding, incident, now, restore, telling, titles } from "./incidents.ts";

const verified: Outcome = { type: "verified" };
const held: Outcome = { type: "held", by: "mode", reason: "the mode is observe: nothing is changed" };
const failed: Outcome = { type: "failed", error: "StreamGone: arn:… does not exist any more" };
const noticeOf = (...of: Parameters<typeof incident>) => incidentNotice(incident(...of), telling, now);

describe.each(Object.entries(cases))("the message of an incident: %s", (name, one) => {
  // Later than everything in the cases.
  const notice = incidentNotice(one, telling, new Date("2026-09-19T11:42:03.000Z"));

  test("reads as it did when it was last looked at", async () => {
    await expect(expectGolden(name, notice)).resolves.toBeUndefined();
  });
  test("keeps to what each channel takes", () => {
    expect(() => expectLimits(notice)).not.toThrow();
  });

  test("is an array of OCSF events for machines", () => {
    expect(JSON.parse(notice.json)).toStrictEqual(notice.events);
    expect(notice.events.length).toBeGreaterThan(0);
  });
});

describe("what became of a step is said", () => {
  test.each<[string, Outcome | undefined, string, string]>([
    ["verified", verified, "done, and seen to be so", "restored"],
    ["compliant", { type: "compliant" }, "nothing to do, it is so already", "restored"],
    ["unverified", { type: "unverified" }, "done, but NOT seen to have worked: look at it", "needs a person"],
    ["failed", failed, `FAILED: ${failed.error}`, "needs a person"],
    ["held", held, "held by mode: the mode is observe: nothing is changed", "seen, nothing changed"],
    ["not over", undefined, "still under way", "under way"],
  ])("%s", (_, outcome, said, state) => {
    const notice = noticeOf([[restore, outcome]]);
    expect(notice.email).toContain(`  Encrypt the stream with its own key again: ${said}\n`);
    expect(notice.subject).toMatch(new RegExp(`, ${state}$`));
    const remediations = notice.events.filter((event) => event.class_uid === 7001);
    expect(remediations).toHaveLength(outcome ? 1 : 0);
  });
});

describe("what a person has to do is said", () => {
  const asks = "  Do by hand what was not done above.";
  test.each<[string, readonly (readonly [PlannedStep, Outcome | undefined])[], boolean]>([
    [
      "all was done",
      [
        [evict, verified],
        [restore, verified],
      ],
      false,
    ],
    [
      "one step was held",
      [
        [evict, held],
        [restore, verified],
      ],
      true,
    ],
    [
      "one step failed",
      [
        [evict, failed],
        [restore, verified],
      ],
      true,
    ],
    [
      "one step was not seen to work",
      [
        [evict, verified],
        [restore, { type: "unverified" }],
      ],
      true,
    ],
  ])("when %s", (_, outcomes, byHand) => {
    expect(noticeOf(outcomes).email.includes(asks)).toBe(byHand);
  });

  test("advice is passed on, and nobody is told that all is well", () => {
    const { email, subject } = noticeOf([[restore, verified]], { advice: ["Deny the user alice."] });
    expect(email).toContain("\nWhat to do next\n  Deny the user alice.\n");
    expect(subject).toMatch(/, needs a person$/);
  });

  test("what an action cannot bring back is said unless nothing was done", () => {
    const limits = titles.find(({ id }) => id === restore.action)?.limits ?? "none";
    expect(noticeOf([[restore, verified]]).email).toContain(limits);
    expect(noticeOf([[restore, held]]).email).not.toContain(limits);
  });
});

describe("who did it is said", () => {
  test("of somebody blamed, with the key", () => {
    const { email } = noticeOf([[restore, verified]]);
    expect(email).toMatch(
      /^Who {6}arn:aws:iam::123456789012:user\/alice \(user-key, key AKIAEXAMPLEEXAMPLE00\), from 192\.0\.2\.10, aws-cli\/2\.36\.28$/m,
    );
  });

  test("of a bystander as such", () => {
    const { email } = noticeOf([[restore, verified]], { findings: [finding({ cause: cause({ blamed: false }) })] });
    expect(email).toMatch(/^Seen by {2}arn:aws:iam::123456789012:user\/alice/m);
    expect(email).not.toMatch(/^Who/m);
  });

  test("of nobody where no call led to it", () => {
    const { email } = noticeOf([[restore, verified]], { findings: [causeless] });
    expect(email).toContain("no call is known to have caused it");
    expect(email).not.toMatch(/^(Who|Seen by)/m);
  });
});

test("the highest severity of all findings is the incident's", () => {
  for (const severity of severities) {
    const findings = [finding({ severity: "Low" }), finding({ severity })];
    expect(noticeOf([], { findings }).attributes).toMatchObject({ severity });
  }
});

test("an action that is not known any more is told by its id", () => {
  const step = { ...restore, action: "something-older" };
  expect(noticeOf([[step, verified]]).email).toContain("  something-older: done, and seen to be so\n");
});

test("an action of which nothing was changed names the resource of the finding", () => {
  expect(noticeOf([[evict, { type: "compliant" }]]).email).toContain(`deactivate-access-key on ${orders}\n`);
});
