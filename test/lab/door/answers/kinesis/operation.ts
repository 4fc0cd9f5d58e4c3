import type { Keys } from "../../access/keys.ts";
import type { Remembered } from "../../access/remembered.ts";
import type { Moto } from "../../moto.ts";
import type { Call, Input, Reply } from "../../types.ts";
import type { KinesisState } from "./state.ts";

export interface KinesisOptions {
  readonly moto: Moto;
  readonly keys: Keys;
  readonly remembered: Remembered;
  readonly state: KinesisState;
  readonly updatingMs: number;
  /** Calls a second for each of Put-, Get- and DeleteResourcePolicy; undefined for no limit. */
  readonly resourcePolicyTps: number | undefined;
}

export interface Request {
  readonly call: Call;
  readonly input: Input;
  readonly account: string;
  /** Of the stream, consumer or channel that the call names; empty when it names none. */
  readonly arn: string;
}

/** What the door does about one operation. Both throw ServiceError. */
export interface Operation {
  /** Before moto gets it: an answer in moto's place, or undefined. */
  readonly before?: (request: Request) => Reply | undefined | Promise<Reply | undefined>;
  /** After it succeeded: remembers it, and may give another answer. */
  readonly after?: (request: Request, reply: Reply) => Reply | undefined | Promise<Reply | undefined>;
}

export type Operations = Readonly<Record<string, Operation>>;
