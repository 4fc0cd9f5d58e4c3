import type { IdentityBaseline } from "../../../../shared/resources/iam/baseline.ts";
import { blankIdentity, type IdentityState } from "../../../../shared/resources/iam/state.ts";
import { home, orders } from "../../records.ts";

/** Identities in some state, in an account with one protected stream. */

export const key = `arn:aws:kms:${home.region}:${home.account}:key/1`;
export const baseline: IdentityBaseline = { guarded: [{ name: "orders", arn: orders, keyArn: key, expected: [] }] };

export const userArn = `arn:aws:iam::${home.account}:user/bob`;
export const roleArn = `arn:aws:iam::${home.account}:role/work/worker`;
export const policyArn = `arn:aws:iam::${home.account}:policy/team`;

export const stateOf = (arn: string, changes: Partial<IdentityState> = {}): IdentityState => ({
  ...blankIdentity(arn),
  ...changes,
});

export const policy = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
  });
export const reading = policy({ Action: "kinesis:Get*" });
export const dashboards = policy({ Action: "cloudwatch:*" });
