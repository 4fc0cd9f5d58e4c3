import { newStream } from "../../../../shared/resources/kinesis/leaves.ts";
import type { StreamBaseline, StreamState } from "../../../../shared/resources/kinesis/state.ts";
import type { KeyIdentity } from "../../../../shared/resources/kms-key.ts";
import { home, orders, otherAccount } from "../../records.ts";

const keyOf = (account: string, id: string, name?: string): KeyIdentity => {
  const arn = `arn:aws:kms:us-east-1:${account}:key/${id}`;
  return { arn, account, name: name ?? arn };
};

/** Keys that a stream may be found under. */
export const keys = {
  own: keyOf(home.account, "own", "alias/orders"),
  ownByArn: keyOf(home.account, "own"),
  other: keyOf(home.account, "other", "alias/aws/kinesis"),
  foreign: keyOf(otherAccount, "ransom"),
  foreignToo: keyOf(otherAccount, "second"),
  third: keyOf("333333333333", "third"),
};

/** What is said of the stream: nothing but this. */
export const baselineWith = (changes: Partial<StreamBaseline> = {}): StreamBaseline => ({
  policy: { ownAccount: "whole", accounts: [], principals: [], organizations: [], services: [] },
  ...changes,
});

/** The stream is to be encrypted with this key. */
export const under = (key: KeyIdentity): StreamBaseline => baselineWith({ encryption: { name: key.name, key } });

/** The stream is to be encrypted with a key of this name, and there is none. */
export const underLost = (name: string): StreamBaseline => baselineWith({ encryption: { name } });

/** The protected stream as Kinesis makes it, but for this. */
export const streamAs = (changes: Partial<StreamState> = {}): StreamState => ({
  ...newStream(orders, home.account),
  ...changes,
});

/** The protected stream, encrypted with `key` or not at all. */
export const streamWith = (key?: KeyIdentity, status = "ACTIVE"): StreamState =>
  streamAs({ status, ...(key ? { key } : {}) });
