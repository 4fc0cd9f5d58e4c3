import type { Notice } from "../notice.ts";

/** A way to tell somebody. */
export interface Channel {
  /** Stays the same: the ledger keeps it of a message that could not be sent to all. */
  readonly name: string;
  /** @throws when it was not sent, or not all of it */
  readonly send: (notice: Notice) => Promise<void>;
}
