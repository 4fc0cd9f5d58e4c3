import { customNotification } from "./chat.ts";
import { type ControlChange, wordsFor } from "./control-words.ts";
import type { Notice } from "./notice.ts";
import { ascii, plain } from "./plain.ts";
import type { Deployment } from "./told.ts";

/** What people are told when an operator stops Lockkeeper, lifts that, or makes or ends an exemption. */
export const controlNotice = (change: ControlChange, deployment: Deployment): Notice => {
  const { title, severity, rows, means, back } = wordsFor(change, deployment);
  const { by = "unknown" } = change.said;
  const said = rows.map(([label, words]) => [label, plain(words, 400)] as const);
  const code = (words: string) => `\`${words.replaceAll("`", "'")}\``;
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
      `  ${plain(back, 1_000)}`,
      "",
      `Account ${deployment.account}, ${deployment.region}`,
      "",
    ].join("\n"),
    sms: ascii(`Lockkeeper ${severity}: ${title}, by ${by}`, 140),
    chat: customNotification({
      thread: `control ${"id" in change.said ? change.said.id : "freeze"}`,
      title: `${severity}: ${title}`,
      description: [...said.map(([label, words]) => `${label}: ${code(words)}`), means].join("\n"),
      nextSteps: [`Take it back: ${code(plain(back, 300))}`],
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
