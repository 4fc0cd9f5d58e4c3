/**
 * The vocabulary of calls. A permission, a call and the event it leaves behind carry one name, such as
 * `kinesis:StartStreamEncryption`; whoever may make the call holds that permission, and there is no second list.
 */

/** IAM's own access levels (service authorization reference). */
export type Access = "List" | "Read" | "Write" | "Permissions management" | "Tagging";

/** What came back, and the id under which the service recorded the call (CloudTrail's `requestID`), where it gives one. */
export interface Answer<Output> {
  readonly output: Output;
  readonly requestId?: string;
}

/**
 * One call that this program can make, whatever answers it: an AWS API, or one day a broker's own admin API.
 * `on` names the kinds of resource that the permission must be granted for, `service:type` as in IAM's reference;
 * empty where the API knows no resource and the grant has to be for all.
 */
export interface Operation<Input, Output> {
  readonly access: Access;
  readonly on: readonly string[];
  /** The IAM actions that allow it, without the service, where they are not named as the operation is. */
  readonly allowedBy?: readonly string[];
  /** Rights that it takes besides its own. */
  readonly besides?: readonly Besides[];
  readonly send: (input: Input) => Promise<Answer<Output>>;
}

/** A right that a call takes besides its own, `iam:PassRole`, on which kinds of resource, and in which statement of a policy only. */
export interface Besides {
  readonly action: string;
  readonly on: readonly string[];
  readonly when?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The operations of one service by name. Loaded when first called, so that an idle path pays nothing for it. */
// biome-ignore lint/suspicious/noExplicitAny: a family holds operations of any input; each call restores the exact types.
export type Family = Readonly<Record<string, Operation<any, any>>>;
