import { noteSent, readSent } from "../ledger/sent.ts";
import type { Ledger } from "../ledger/table.ts";
import type { Channel } from "./channels/channel.ts";
import type { Notice } from "./notice.ts";

/** Not everybody was told. Message: which channels failed, and how. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/**
 * Sends a message on every channel that does not have it yet. All are tried, whichever fails. Each gets it at least once as long as
 * somebody comes again after a failure; twice only if it could not be noted which have it.
 * @param message names it, the same at each try
 * @throws NotSent once all were tried and one failed
 */
export const deliver = async (
  channels: readonly Channel[],
  ledger: Ledger<"dynamodb:Query" | "dynamodb:PutItem">,
  message: string,
  notice: Notice,
): Promise<void> => {
  // With one channel there is never another that has it.
  const before = channels.length > 1 ? await readSent(ledger, message) : [];
  const open = channels.filter(({ name }) => !before.includes(name));
  const results = await Promise.allSettled(open.map(({ send }) => send(notice)));
  const failures = results.flatMap((result, at) =>
    result.status === "rejected" ? [`${open[at]?.name}: ${said(result.reason)}`] : [],
  );
  if (failures.length === 0) return;
  const sent = open.filter((_, at) => results[at]?.status === "fulfilled").map(({ name }) => name);
  if (sent.length > 0) await noteSent(ledger, message, [...before, ...sent]);
  throw new NotSent(failures.join("; "));
};

const said = (error: unknown): string => {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return `${name}: ${message.slice(0, 200)}`;
};
