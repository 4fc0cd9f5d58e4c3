import { describe, expect, test } from "vitest";
import type { Incident } from "../../../shared/incident/incident.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { digestOf } from "../../../shared/notice/digest.ts";
import { callOf, identities } from "../records.ts";
import { cause, evict, finding, incident, restore, titles } from "./incidents.ts";

/** What is news, and what is only more of the same. */

const verified: Outcome = { type: "verified" };
const held = (by: string, reason = "no"): Outcome => ({ type: "held", by, reason });
const awaiting = (until: string): Outcome => ({ type: "awaiting-approval", by: "flap", reason: "often", until });
const twice = { ...restore, id: "restore-2", source: "another" };
const by = "arn:aws:iam::123456789012:role/on-call";
const at = "2026-09-19T11:33:00.000Z";
const bob = callOf({
  userIdentity: { ...identities.user, arn: "arn:aws:iam::123456789012:user/bob", userName: "bob" },
});

const base = incident([[restore, verified]]);
const isNews = (one: Incident, before = base) => digestOf(one, titles) !== digestOf(before, titles);

describe("news", () => {
  test.each<[string, Incident, Incident?]>([
    ["a step that has not ended", incident([[restore, undefined]])],
    ["another end", incident([[restore, { type: "unverified" }]])],
    [
      "an action more",
      incident([
        [restore, verified],
        [evict, verified],
      ]),
    ],
    ["a graver finding", incident([[restore, verified]], { findings: [finding(), finding({ severity: "Critical" })] })],
    ["another detection", incident([[restore, verified]], { findings: [finding(), finding({ detection: "other" })] })],
    [
      "another who is blamed",
      incident([[restore, verified]], { findings: [finding(), finding({ cause: cause({ actor: bob.actor }) })] }),
    ],
    ["another guardrail", incident([[restore, held("flap")]]), incident([[restore, held("mode")]])],
    ["an undo", incident([[restore, verified, { undo: verified }]])],
    ["another end of an undo", incident([[restore, verified, { undo: held("moved-on") }]])],
    ["a decision", incident([[restore, verified]], { decisions: [{ kind: "accepted", by, at, reason: "so it is" }] })],
    ["trouble", incident([[restore, undefined, { trouble: "Gone: a" }]]), incident([[restore, undefined]])],
    ["advice", incident([[restore, verified]], { advice: ["Deny alice."] })],
  ])("is %s", (_, one, before) => {
    expect(isNews(one, before)).toBe(true);
  });
});

describe("no news", () => {
  test.each<[string, Incident, Incident?]>([
    [
      "the same again",
      incident(
        [
          [restore, verified],
          [twice, verified],
        ],
        { findings: [finding(), finding()] },
      ),
    ],
    [
      "a bystander",
      incident([[restore, verified]], {
        findings: [finding(), finding({ cause: cause({ actor: bob.actor, blamed: false }) })],
      }),
      incident([[restore, verified]], { findings: [finding(), finding({ cause: cause({ blamed: false }) })] }),
    ],
    ["a look", incident([[restore, verified, { looks: 2, lookedAt: at }]])],
    ["another time", incident([[restore, awaiting("a")]]), incident([[restore, awaiting("b")]])],
    ["another reason", incident([[restore, held("flap", "a")]]), incident([[restore, held("flap", "b")]])],
    [
      "another wording of the same trouble",
      incident([[restore, undefined, { trouble: "Gone: a" }]]),
      incident([[restore, undefined, { trouble: "Gone: b" }]]),
    ],
    ["that it was told", incident([[restore, verified]], { told: { at, digest: "x", count: 3 } })],
  ])("is %s", (_, one, before) => {
    expect(isNews(one, before)).toBe(false);
  });
});
