import { expect, test } from "vitest";
import { htmlReport } from "../../../shared/replay/html.ts";
import type { Replay } from "../../../shared/replay/judge-all.ts";

const replayed: Replay = {
  files: 2,
  records: 1_234,
  duplicates: 1,
  problems: [{ source: "a.json", line: 7, problem: "expected JSON" }],
  period: { from: "2026-09-01T00:00:00Z", to: "2026-09-15T00:00:00Z" },
  accounts: ["123456789012"],
  findings: [
    {
      detection: "stream-encryption-stopped",
      severity: "High",
      eventID: "1",
      eventName: "StopStreamEncryption",
      resource: "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
      actor: "arn:aws:iam::123456789012:user/<script>alert(1)</script>\u202e",
      account: "123456789012",
      region: "us-east-1",
      time: "2026-09-02T00:00:00Z",
      evidence: "The stream is not encrypted.",
      steps: [
        { action: "deactivate-access-key", params: {} },
        { action: "restore-stream-encryption", params: {} },
      ],
      advice: [],
    },
  ],
  unjudged: [
    { eventID: "2", eventName: "PutUserPolicy", resource: "any", reason: "its parameters were left out as too large" },
  ],
  seconds: 1.5,
};

test("the report says what would have been found, of whom rights would have been taken, and what could not be judged or read", () => {
  const page = htmlReport(replayed);
  for (const said of [
    "1 findings: 1 High",
    "1,234",
    "stream-encryption-stopped",
    "deactivate-access-key",
    "2026-09-02T00:00:00Z",
    "its parameters were left out as too large",
    "a.json:7",
  ])
    expect(page).toContain(said);
  // Two weeks, one finding.
  expect(page).toContain("<dd>0.5</dd>");
});

test("whatever stands in an archive, nothing of it runs, hides or loads", () => {
  const page = htmlReport(replayed);
  expect(page).not.toContain("<script");
  expect(page).not.toContain("\u202e");
  expect(page).toContain("&lt;script&gt;");
  expect(page).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-/);
});

test("an archive in which nothing matters has a report, too", () => {
  const { period: _, ...none } = { ...replayed, findings: [], unjudged: [], problems: [], accounts: [] };
  expect(htmlReport(none)).toContain("Nothing would have been found");
});
