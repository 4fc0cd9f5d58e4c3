import type { Exemption, Freeze } from "../ledger/control.ts";
import type { Item } from "../ledger/table.ts";
import { customNotification } from "./chat.ts";
import { command } from "./commands.ts";
import { ascii, type Notice, plain } from "./notice.ts";
import type { Deployment } from "./told.ts";

/** What an operator set that holds at once. */
export type ControlChange =
  | { readonly kind: "frozen" | "lifted"; readonly said: Freeze }
  | { readonly kind: "exempted"; readonly said: Exemption; readonly at: string };

/** The change that an item of the ledger's control partition tells of, if it is one. */
export const changeIn = ({ sk, said, lifted }: Item, now: Date): ControlChange | undefined => {
  if (said === undefined) return undefined;
  if (sk === "frozen") return { kind: lifted === 1 ? "lifted" : "frozen", said: JSON.parse(String(said)) as Freeze };
  if (!String(sk).startsWith("exemption#")) return undefined;
  return { kind: "exempted", said: JSON.parse(String(said)) as Exemption, at: now.toISOString() };
};

interface Words {
  readonly title: string;
  readonly severity: "Medium" | "High";
  readonly rows: readonly (readonly [string, string])[];
  readonly means: string;
  /** How it is taken back. */
  readonly back: readonly string[];
}

const scopeOf = ({ principal, resource, detection }: Exemption): string =>
  [
    ...(principal ? [`the principal ${principal}`] : []),
    ...(resource ? [`the resource ${resource}`] : []),
    ...(detection ? [`the detection ${detection}`] : []),
  ].join(" and ");

const wordsFor = (change: ControlChange, deployment: Deployment): Words => {
  if (change.kind === "exempted") {
    const { said, at } = change;
    const { id, reason, owner, until, by } = said;
    return {
      title: "Lockkeeper was told to leave something alone",
      severity: "Medium",
      rows: [
        ["What", scopeOf(said)],
        ["Who", `${by ?? "unknown"}; ${owner} answers for it`],
        ["When", `${at}, until ${until}`],
        ["Why", reason],
      ],
      means: "What fits all of it is still found and told, and nothing is done about it until then.",
      back: [command(deployment, "exempt", "--id", id, `--until ${at}`)],
    };
  }
  const { by, at, reason } = change.said;
  const frozen = change.kind === "frozen";
  return {
    title: frozen ? "Lockkeeper was frozen" : "Lockkeeper is no longer frozen",
    severity: frozen ? "High" : "Medium",
    rows: [["Who", by], ["When", at], ...(frozen ? [["Why", reason] as const] : [])],
    means: frozen
      ? "Nothing is changed in the account, whatever happens, until it is lifted. What is found is still told."
      : "What is found from now on is answered again. What was held meanwhile is not done by itself.",
    back: [command(deployment, frozen ? "unfreeze" : "freeze", ...(frozen ? [] : ['--reason "..."']))],
  };
};

/** What people are told when an operator stops Lockkeeper, lifts that, or makes an exemption. */
export const controlNotice = (change: ControlChange, deployment: Deployment): Notice => {
  const { title, severity, rows, means, back } = wordsFor(change, deployment);
  const said = rows.map(([label, words]) => [label, plain(words, 400)] as const);
  const [[, first = ""] = []] = said;
  const json = Object.fromEntries(said.map(([label, words]) => [label.toLowerCase(), words]));
  return {
    subject: ascii(`[Lockkeeper] ${severity}: ${title}`, 100),
    email: [
      `${severity}: ${title}.`,
      "",
      ...said.map(([label, words]) => `${label.padEnd(9)}${words}`),
      `Means    ${means}`,
      "",
      "How to take it back",
      ...back.map((line) => `  ${plain(line, 400)}`),
      "",
      `Account ${deployment.account}, ${deployment.region}`,
      "",
    ].join("\n"),
    sms: ascii(`Lockkeeper ${severity}: ${title}. ${first}`, 140),
    chat: customNotification({
      thread: `control ${change.kind === "exempted" ? change.said.id : "freeze"}`,
      title: `${severity}: ${title}`,
      description: [...said.map(([label, words]) => `${label}: \`${words.replaceAll("`", "'")}\``), means].join("\n"),
      nextSteps: back.map((line) => `Take it back: \`${line.replaceAll("`", "'")}\``),
      keywords: [severity, change.kind],
      resources: [],
      context: { account: deployment.account, region: deployment.region },
    }),
    json: JSON.stringify({ type: "lockkeeper.control", version: 1, change: change.kind, ...json, means }),
    attributes: {
      severity,
      state: change.kind,
      detection: "none",
      resource: "lockkeeper",
      account: deployment.account,
    },
    events: [],
    findings: [],
  };
};
