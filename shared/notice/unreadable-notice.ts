import { customNotification } from "./chat.ts";
import type { Notice } from "./notice.ts";
import { ascii, plain } from "./plain.ts";

/** A message that nobody could read, as the ledger has it. */
export interface Unreadable {
  readonly messageId: string;
  readonly problem: string;
  readonly queue: string;
  readonly at: string;
}

/** What people are told of a message that could not be read. It holds nothing of the message itself. */
export const unreadableNotice = ({ messageId, problem, queue, at }: Unreadable): Notice => {
  const why = plain(problem, 300);
  const title = `Medium: a message in the ${queue} queue could not be read`;
  const next = [
    "Look at the message there. If AWS has changed the form of its events, update Lockkeeper;",
    "if somebody else wrote it, find out who may send to this queue.",
  ];
  return {
    subject: ascii(`[Lockkeeper] ${title}`, 100),
    email: [
      `A message in the ${queue} queue could not be read, so nothing was done about whatever it tells.`,
      "",
      `Why      ${why}`,
      `When     ${at}`,
      `Message  ${messageId}, kept in the queue "unreadable"`,
      "",
      "What to do next",
      ...next.map((line) => `  ${line}`),
      "",
    ].join("\n"),
    sms: ascii(`Lockkeeper ${title}. ${why}`, 140),
    chat: customNotification({
      thread: messageId,
      title,
      description: `Nothing was done about whatever it tells. Why: \`${why.replaceAll("`", "'")}\`. It is kept in the queue "unreadable".`,
      nextSteps: [next.join(" ")],
      keywords: ["Medium", "needs a person"],
      resources: [],
      context: { messageId: plain(messageId, 100), queue, at },
    }),
    json: JSON.stringify({ type: "lockkeeper.unreadable", version: 1, messageId, problem: why, queue, at }),
    attributes: { severity: "Medium", state: "needs-a-person", detection: "none", resource: queue, account: "none" },
    events: [],
    findings: [],
  };
};
