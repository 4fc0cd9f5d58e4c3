import type { Moto } from "../moto.ts";
import type { Reply } from "../types.ts";
import type { Answers } from "./types.ts";

const writes = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);

/**
 * Writes go on to moto one after the other: it undoes a cancelled transaction by putting the whole table back as it was before,
 * and with it what others have written meanwhile.
 */
export const dynamodbAnswers = (moto: Moto): Answers => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    answer: async ({ operation, http }): Promise<Reply | undefined> => {
      if (!writes.has(operation)) return undefined;
      const reply = last.then(() => moto.send(http));
      last = reply.catch(() => undefined);
      return reply;
    },
  };
};
