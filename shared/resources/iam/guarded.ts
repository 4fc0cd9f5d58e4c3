/** What an identity can be let do with a stream, as people say it. */
export type Access = "read records of" | "write records to" | "change" | "use the key of" | "change the key of";

/** A stream that is not for everybody, and its key. */
export interface Guarded {
  /** As people call it. */
  readonly name: string;
  readonly arn: string;
  readonly keyArn?: string;
  /** What is known to be right for the identity at hand. */
  readonly expected: readonly Access[];
}
