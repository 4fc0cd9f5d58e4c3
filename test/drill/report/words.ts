import type { AttackResult, DrillResult } from "../result.ts";

/** How something is to be taken. `open`: it waits for a person. `none`: it does not apply. */
export type Tone = "good" | "bad" | "open" | "none";

/** Shown before the words, never in place of them. */
export const signs: Readonly<Record<Tone, string>> = { good: "✓", bad: "✗", open: "○", none: "–" };

/** 640 ms, 4.21 s, 39.3 s, 2 min 5 s. */
export const duration = (ms: number): string => {
  if (Math.abs(ms) < 999.5) return `${Math.round(ms)} ms`;
  if (Math.abs(ms) < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  if (Math.abs(ms) < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.trunc(seconds / 60)} min ${Math.abs(seconds % 60)} s`;
};

export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? "" : "s"}`;

/** What an ARN names within its account; anything else stays as it is. */
export const shortResource = (id: string): string => /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(id)?.[1] ?? id;

const outcomes: Readonly<Record<string, readonly [Tone, string]>> = {
  verified: ["good", "verified"],
  compliant: ["good", "nothing to do"],
  held: ["open", "held back"],
  "awaiting-approval": ["open", "awaits approval"],
  rejected: ["open", "rejected"],
  unverified: ["bad", "not verified"],
  failed: ["bad", "failed"],
};

/** How a step ended, in words. A type that is not known is shown as it is. */
export const outcomeWords = (type: string): { readonly tone: Tone; readonly label: string } => {
  const [tone, label] = (Object.hasOwn(outcomes, type) ? outcomes[type] : undefined) ?? ["bad", type];
  return { tone, label };
};

/** One thing that everybody wants to know of every attack. */
export interface Fact {
  readonly name: string;
  readonly tone: Tone;
  /** Empty when the tone says it all. */
  readonly said: string;
}

/** The name of the fact that tells of messages. */
export const onCall = "On call";

const fact = (name: string, value: boolean | null, yes: string, no: string, absent: string): Fact => {
  if (value === null) return { name, tone: "none", said: absent };
  return value ? { name, tone: "good", said: yes } : { name, tone: "bad", said: no };
};

const after = (ms: number | null): string => (ms === null ? "" : ` after ${duration(ms)}`);

/** What became of the attack, in the order in which people ask. */
export const facts = ({ contained, restored, undone, looped, messages, ms }: AttackResult): readonly Fact[] => [
  fact("Next call", contained, `refused${after(ms.contained)}`, "was NOT refused", "nothing to take away"),
  fact("Resource", restored, `restored${after(ms.restored)}`, "was NOT restored", "nothing to restore"),
  fact("Undo", undone, "brings everything back", "does NOT bring everything back", "nothing to undo"),
  fact("Own calls", !looped, "left alone", "were answered: a loop", ""),
  {
    name: onCall,
    tone: messages > 0 ? "good" : "none",
    said: messages > 0 ? count(messages, "message") : "no message",
  },
];

/** Whether all is well, in one sentence. */
export const verdict = ({ attacks }: DrillResult): { readonly tone: Tone; readonly text: string } => {
  const held = attacks.filter(({ holds }) => holds).length;
  if (attacks.length === 0) return { tone: "bad", text: "No attack was run." };
  if (held < attacks.length)
    return {
      tone: "bad",
      text: `The defence did not hold against ${attacks.length - held} of ${count(attacks.length, "attack")}.`,
    };
  if (held === 1) return { tone: "good", text: "The defence held against the attack." };
  return { tone: "good", text: `The defence held against all ${held} attacks.` };
};

/** What did not hold, and what was found instead: why an attack's verdict is what it is. */
export const failures = ({ holds, checks }: AttackResult): AttackResult["checks"] => {
  const failed = checks.filter(({ held }) => !held);
  return holds || failed.length > 0 ? failed : [{ what: "what exactly did not hold was not recorded", held: false }];
};

/** The longest of the times that were measured. */
export const slowest = ({ attacks }: DrillResult, which: "contained" | "restored"): number | undefined => {
  const times = attacks.flatMap(({ ms }) => ms[which] ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
};
