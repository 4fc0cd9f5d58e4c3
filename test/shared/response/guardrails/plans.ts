import type { Cause } from "../../../../shared/incident/finding.ts";
import type { Control } from "../../../../shared/ledger/control.ts";
import type { Guardrail, Objection, Plan, Situation } from "../../../../shared/response/guardrails/guardrail.ts";
import { home, orders, settingsOf } from "../../records.ts";

/** Plans and situations for tests of single guardrails. */

export const userArn = (name: string) => `arn:aws:iam::${home.account}:user/${name}`;
export const now = new Date("2026-09-19T12:00:00Z");

/** A stop of encryption half a minute ago, by a user's key. */
export const causeBy = (name: string, changes: Partial<Cause> = {}): Cause => ({
  eventID: "11111111-2222-3333-4444-555555555555",
  service: "kinesis",
  name: "StopStreamEncryption",
  time: "2026-09-19T11:59:30Z",
  actor: {
    name: userArn(name),
    arn: userArn(name),
    account: home.account,
    credential: { kind: "user-key", userName: name, accessKeyId: "AKIAEXAMPLEEXAMPLE00" },
  },
  blamed: true,
  ...changes,
});

const answers = {
  detection: "stream-encryption-stopped",
  resource: { type: "AWS::Kinesis::Stream", id: orders },
  source: "event-1",
};

/** Takes a user's key out of use. */
export const evict = (name: string, changes: Partial<Plan> = {}): Plan => ({
  action: "deactivate-access-key",
  countermeasure: "Evict",
  change: { resource: `${userArn(name)}/access-key/AKIAEXAMPLEEXAMPLE00`, before: "Active", after: "Inactive" },
  answers,
  confidence: "High",
  cause: causeBy(name),
  ...changes,
});

/** Encrypts the stream again. */
export const restore = (changes: Partial<Plan> = {}): Plan => ({
  action: "restore-stream-encryption",
  countermeasure: "Restore",
  change: { resource: orders, before: { key: null }, after: { key: "k" } },
  answers,
  confidence: "High",
  cause: causeBy("mallory"),
  ...changes,
});

export const undoOrder = { by: userArn("olga"), at: "2026-09-19T11:59:59Z", whileFrozen: false };

/** Settings that say only this, of a stream that nobody feeds; no freeze and no exemptions but those given. */
export const under = (
  said: Parameters<typeof settingsOf>[0],
  {
    control = { exemptions: [] },
    ...changes
  }: Partial<Omit<Situation, "control">> & { readonly control?: Control } = {},
): Situation => ({
  settings: settingsOf({ mode: "enforce", ...said }),
  declared: { producers: [] },
  now,
  ownRoles: [`arn:aws:iam::${home.account}:role/lockkeeper-restore`],
  control: async () => control,
  ...changes,
});

/** Settings as they can come out of a broken bundle. */
export const broken = (json: string): Situation => ({ ...under({}), settings: JSON.parse(json) });

/** What one guardrail says; that it has a check at all is taken for granted. */
export const says = async ({ check }: Guardrail, plan: Plan, situation: Situation): Promise<Objection | undefined> => {
  if (check === undefined) throw new Error("the guardrail has no check");
  return check(plan, situation);
};
