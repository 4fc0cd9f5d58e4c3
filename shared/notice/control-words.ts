import type { Exemption, Freeze } from "../ledger/control.ts";
import type { Item } from "../ledger/table.ts";
import { command, word } from "./commands.ts";
import type { Deployment } from "./told.ts";

interface FreezeChange {
  readonly kind: "frozen" | "lifted";
  readonly said: Freeze;
}

interface ExemptionChange {
  readonly kind: "exempted" | "ended";
  readonly said: Exemption;
  /** When it was told; the ledger does not keep when it was made. */
  readonly at: string;
}

/** What an operator set that holds at once. */
export type ControlChange = FreezeChange | ExemptionChange;

/** The change that an item of the ledger's control partition tells of, if it is one. */
export const changeIn = ({ sk, said, lifted }: Item, now: Date): ControlChange | undefined => {
  if (said === undefined) return undefined;
  if (sk === "frozen") return { kind: lifted === 1 ? "lifted" : "frozen", said: JSON.parse(String(said)) as Freeze };
  if (!String(sk).startsWith("exemption#")) return undefined;
  const one = JSON.parse(String(said)) as Exemption;
  return { kind: Date.parse(one.until) <= now.getTime() ? "ended" : "exempted", said: one, at: now.toISOString() };
};

/** A change in words, alike in all forms of the message. */
export interface ControlWords {
  readonly title: string;
  readonly severity: "Medium" | "High";
  readonly rows: readonly (readonly [string, string])[];
  readonly means: string;
  /** The command that takes it back. */
  readonly back: string;
}

const scopeOf = ({ principal, resource, detection }: Exemption): string =>
  [
    ...(principal ? [`the principal ${principal}`] : []),
    ...(resource ? [`the resource ${resource}`] : []),
    ...(detection ? [`the detection ${detection}`] : []),
  ].join(" and ");

const optionsOf = ({ principal, resource, detection, owner, reason }: Exemption): readonly string[] =>
  Object.entries({ principal, resource, detection, owner, reason }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, word(value)],
  );

const ofExemption = ({ kind, said, at }: ExemptionChange, deployment: Deployment): ControlWords => {
  const { id, reason, owner, until, by = "unknown" } = said;
  if (kind === "ended")
    return {
      title: "an exemption has ended",
      severity: "Medium",
      rows: [
        ["What", scopeOf(said)],
        ["Who", `made or ended by ${by}`],
        ["When", until],
        ["Why", `It was made for: ${reason}`],
      ],
      means: "What fits it is answered again from now on.",
      back: command(deployment, "exempt", ...optionsOf(said), "--until 7d"),
    };
  return {
    title: "told to leave something alone",
    severity: "Medium",
    rows: [
      ["What", scopeOf(said)],
      ["Who", `${by}; ${owner} answers for it`],
      ["When", `${at}, until ${until}`],
      ["Why", reason],
    ],
    means: "What fits all of it is still found and told, and nothing is done about it until then.",
    back: command(deployment, "exempt", "--end", word(id)),
  };
};

const ofFreeze = ({ kind, said }: FreezeChange, deployment: Deployment): ControlWords =>
  kind === "frozen"
    ? {
        title: "everything was frozen",
        severity: "High",
        rows: [
          ["Who", said.by],
          ["When", said.at],
          ["Why", said.reason],
        ],
        means: "Nothing is changed in the account, whatever happens, until it is lifted. What is found is still told.",
        back: command(deployment, "unfreeze"),
      }
    : {
        title: "the freeze was lifted",
        severity: "Medium",
        rows: [
          ["Who", said.by],
          ["When", said.at],
        ],
        means: "What is found from now on is answered again. What was held meanwhile is not done by itself.",
        back: command(deployment, "freeze", '--reason "..."'),
      };

export const wordsFor = (change: ControlChange, deployment: Deployment): ControlWords =>
  "at" in change ? ofExemption(change, deployment) : ofFreeze(change, deployment);
