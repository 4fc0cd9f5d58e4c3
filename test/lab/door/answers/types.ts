import type { Caller } from "../caller/caller.ts";
import type { Call, Reply } from "../types.ts";

/** What the door does itself for one service. */
export interface Answers {
  /** An answer in moto's place; undefined lets the call go on to moto. Throws ServiceError. */
  readonly answer?: (call: Call, caller: Caller) => Promise<Reply | undefined>;
  /** Mends moto's answer. */
  readonly adjust?: (call: Call, reply: Reply, caller: Caller) => Reply | Promise<Reply>;
}
