import { identityActions, resourceActions } from "../../actions/index.ts";
import { note, table } from "./page.ts";

const actions = [...identityActions, ...resourceActions];

/** Every action: what it does, by which calls, and what it cannot bring back. */
export const actionsPage = (): string =>
  [
    note,
    "# Actions",
    "",
    "What Lockkeeper does about it. Every action can be undone from what the ledger keeps of it.",
    "",
    table(
      ["id", "what is done", "countermeasure (D3FEND)", "reads", "writes"],
      actions.map(({ id, title, countermeasure, reads, writes }) => [
        `\`${id}\``,
        title,
        countermeasure,
        reads.map((name) => `\`${name}\``).join(" "),
        writes.map((name) => `\`${name}\``).join(" "),
      ]),
    ),
    "",
    "What an action cannot bring back:",
    "",
    ...actions.flatMap(({ id, limits }) => (limits ? [`- \`${id}\`: ${limits}`] : [])),
    "",
  ].join("\n");
