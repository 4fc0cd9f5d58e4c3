import { containmentUndone } from "../../../shared/detections/response/containment-undone.ts";
import type { PlannedStep } from "../../../shared/incident/finding.ts";
import type { Incident, StepRecord } from "../../../shared/incident/incident.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { home } from "../records.ts";
import { cause, causeless, evict, finding, incident, restore } from "./incidents.ts";

/** An incident in each of the ways that it can stand, as the ledger has it. */

const operator = `arn:aws:iam::${home.account}:role/on-call`;
const verified: Outcome = { type: "verified" };
const calls = [
  {
    call: "iam:UpdateAccessKey",
    input: { UserName: "alice", AccessKeyId: "AKIAEXAMPLEEXAMPLE00", Status: "Inactive" },
  },
] as const;
const observed: Outcome = { type: "held", by: "mode", reason: "the mode is observe: nothing is changed" };
const told = { at: "2026-09-19T11:32:01.000Z", digest: "another", count: 1 };

/** The same again, a minute later each time. */
const again = (minute: number) => {
  const time = `2026-09-19T11:3${2 + minute}:30.000Z`;
  const source = `77777777-7777-8888-9999-00000000000${minute}`;
  const found = finding({ time, source, cause: cause({ time, eventID: source }) });
  const step: PlannedStep = { ...restore, id: `${restore.action}-again-${minute}`, source };
  return { found, step, ended: { begunAt: time, endedAt: time.replace(":30.", ":33.") } };
};
const repeats = [1, 2, 3, 4, 5].map(again);
const flap: Outcome = {
  type: "awaiting-approval",
  by: "flap",
  reason: "the stream was put back 5 times today",
  until: "2026-09-19T15:37:33.000Z",
  calls: [{ call: "kinesis:StartStreamEncryption", input: { StreamARN: restore.resource.id, EncryptionType: "KMS" } }],
};

const undone: Partial<StepRecord> = {
  undoOrder: { by: operator, at: "2026-09-19T11:40:00.000Z", whileFrozen: false },
  undoneAt: "2026-09-19T11:40:03.000Z",
  undo: verified,
};
const looked: Partial<StepRecord> = { looks: 4, lookedAt: "2026-09-19T11:42:01.000Z" };
const relapsed = finding({
  detection: containmentUndone.id,
  title: containmentUndone.title,
  severity: containmentUndone.severity,
  attack: containmentUndone.attack,
  controls: [],
  evidence: `${evict.action} does not hold any more.`,
  time: "2026-09-19T11:32:10.000Z",
  source: "look",
});

export const cases: Readonly<Record<string, Incident>> = {
  "contained-and-restored": incident([
    [evict, verified],
    [restore, verified],
  ]),
  observed: incident([
    [evict, { ...observed, calls }],
    [restore, observed],
  ]),
  "awaiting-approval": incident([
    [
      evict,
      {
        type: "awaiting-approval",
        by: "live-producer",
        reason: "the key was used to write to the stream a minute ago",
        until: "2026-09-19T15:32:00.000Z",
        calls,
        remarks: ["The exemption ex-1 has run out."],
      },
    ],
    [restore, verified],
  ]),
  held: incident([
    [evict, { type: "held", by: "protected-principals", reason: "alice is protected", calls }],
    [restore, verified],
  ]),
  trouble: incident([
    [evict, verified],
    [restore, undefined, { trouble: "LimitExceededException: 25 starts in a rolling day" }],
  ]),
  repeats: incident(
    [
      [evict, verified],
      [restore, verified],
      ...repeats.map(({ step, ended }, at) => [step, at === 4 ? flap : verified, ended] as const),
    ],
    { findings: [finding(), ...repeats.map(({ found }) => found)], told },
  ),
  relapse: incident(
    [
      [evict, verified, { looks: 1, relapsedAt: "2026-09-19T11:32:10.000Z" }],
      [restore, verified],
      [{ ...evict, id: "deactivate-access-key-2", source: "look" }, verified, { endedAt: "2026-09-19T11:32:12.000Z" }],
    ],
    { findings: [finding(), relapsed], told },
  ),
  undone: incident(
    [
      [evict, verified, undone],
      [restore, verified],
    ],
    {
      told,
      decisions: [{ kind: "undo-ordered", by: operator, at: "2026-09-19T11:40:00.000Z", step: evict.id }],
    },
  ),
  closed: incident(
    [
      [evict, verified, { ...looked, ...undone }],
      [restore, verified, looked],
    ],
    {
      told,
      decisions: [
        { kind: "approved", by: operator, at: "2026-09-19T11:31:59.500Z", step: restore.id, reason: "looks right" },
        { kind: "undo-ordered", by: operator, at: "2026-09-19T11:40:00.000Z", step: evict.id },
        { kind: "closed", by: "lockkeeper", at: "2026-09-19T11:42:02.000Z" },
      ],
    },
  ),
  "needs-a-person": incident(
    [
      [evict, { type: "failed", error: "AccessDenied: not authorized to perform: iam:UpdateAccessKey" }],
      [restore, { type: "unverified" }],
    ],
    { advice: ["Revoke the active sessions of the role pipeline (IAM console: Revoke sessions)."] },
  ),
  "two-findings": incident([[restore, { type: "compliant" }]], {
    findings: [finding({ severity: "Critical", evidence: "One thing.", cause: cause({ blamed: false }) }), causeless],
  }),
};
