import type { StepRecord } from "../../shared/incident/incident.ts";
import type { TrailRecord } from "../lab/cloudtrail/types.ts";
import type { Lab } from "../lab/index.ts";
import type { LabMessage } from "../lab/mail/index.ts";
import type { AttackResult } from "./result.ts";

/** A record and when its call was answered, Unix milliseconds. */
export interface Seen {
  readonly record: TrailRecord;
  readonly at: number;
}

/** The roles that may change something. */
const responders = /:assumed-role\/[^/]*-(contain|restore)-/;

const seen = (lab: Lab, since: number): readonly Seen[] =>
  lab.trail
    .records()
    .slice(since)
    .map((record) => ({ record, at: lab.trail.at(record) }));

/** What the responder changed since then, by CloudTrail's account of it. */
export const writesBy = (lab: Lab, since: number): readonly Seen[] =>
  seen(lab, since).filter(
    ({ record }) =>
      record.managementEvent &&
      !record.readOnly &&
      !record.errorCode &&
      responders.test(JSON.stringify(record.userIdentity["arn"])),
  );

const words: Readonly<Record<string, string>> = {
  compliant: "nothing to do",
  verified: "done, and seen to be so",
  unverified: "done, but not seen to have worked",
};

const saidOf = (outcome: StepRecord["outcome"]): string => {
  if (outcome?.type === "held" || outcome?.type === "awaiting-approval") return `${outcome.by}: ${outcome.reason}`;
  if (outcome?.type === "failed") return outcome.error;
  return words[outcome?.type ?? ""] ?? outcome?.type ?? "unfinished";
};

export const outcomesOf = (steps: readonly StepRecord[]): AttackResult["outcomes"] =>
  steps.map(({ action, outcome, change, answers }) => {
    const type = outcome?.type ?? "unfinished";
    return { action, type, resource: change?.resource ?? answers.resource.id, said: saidOf(outcome) };
  });

const callName = ({ eventSource, eventName }: TrailRecord) => `${eventSource.split(".")[0]}:${eventName}`;

interface Course {
  readonly lab: Lab;
  readonly since: number;
  readonly struckAt: number;
  readonly restoredAt: number | undefined;
  readonly mails: readonly LabMessage[];
}

/** What happened when: the attacker's writes, the responder's, the restored state, the messages. The attacker's come at 0: delivery was held until then. */
export const timelineOf = ({ lab, since, struckAt, restoredAt, mails }: Course): AttackResult["timeline"] => {
  const { accessKeyId: operator } = lab.operator;
  const attackers = seen(lab, since).filter(
    ({ record, at }) =>
      at <= struckAt &&
      record.managementEvent &&
      !record.readOnly &&
      record.userIdentity["type"] === "IAMUser" &&
      record.userIdentity["accessKeyId"] !== operator,
  );
  const firstMail = mails[0]?.receivedAt.getTime();
  const events = [
    ...attackers.map(({ record }) => ({ ms: 0, who: "attacker" as const, what: callName(record) })),
    ...writesBy(lab, since)
      .filter(({ at }) => firstMail === undefined || at <= firstMail)
      .map(({ record, at }) => ({ ms: at - struckAt, who: "lockkeeper" as const, what: callName(record) })),
    ...(restoredAt === undefined
      ? []
      : [{ ms: restoredAt - struckAt, who: "lockkeeper" as const, what: "the stream is as its baseline says" }]),
    ...mails.map(({ receivedAt, subject }) => ({
      ms: receivedAt.getTime() - struckAt,
      who: "on-call" as const,
      what: subject ?? "message",
    })),
  ];
  return events.map((event) => ({ ...event, ms: Math.max(0, event.ms) })).sort((a, b) => a.ms - b.ms);
};

/** The first message as people saw it. */
export const messageOf = (received: readonly LabMessage[]): Pick<AttackResult, "message"> => {
  const mail = received.find(({ protocol }) => protocol === "email");
  const text = received.find(({ protocol }) => protocol === "sms");
  return mail ? { message: { subject: mail.subject ?? "", email: mail.body, sms: text?.body ?? "" } } : {};
};
