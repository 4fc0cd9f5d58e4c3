import type { Policy } from "../../iam/types.ts";
import type { Session } from "./sessions.ts";

/** Who makes a call, and the policies that come with the credentials. */
export interface Caller {
  readonly type: "Root" | "IAMUser" | "AssumedRole" | "FederatedUser" | "WebIdentityUser" | "AWSService";
  /** The ARN that error messages and CloudTrail name: of a role, its session's. */
  readonly arn: string;
  /** `aws:PrincipalArn`: of a session, its role's. */
  readonly principalArn: string;
  /** Every name under which a resource policy may mean this caller. */
  readonly names: readonly string[];
  /** `aws:userid`. */
  readonly userId: string;
  readonly account: string;
  readonly accessKeyId: string | undefined;
  readonly userName: string | undefined;
  /** Id and ARN of the role or user that a session was issued for. */
  readonly issuer: { readonly id: string; readonly arn: string; readonly name: string } | undefined;
  readonly session: Session | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Condition keys that the caller's token brings, e.g. `provider:sub`. */
  readonly claims: Readonly<Record<string, string>>;
  readonly identity: readonly Policy[];
  readonly boundary: Policy | undefined;
}

const everything: Policy = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
};

/** The root user of the lab's account, signing with the bootstrap key. */
export const rootCaller = (account: string, accessKeyId: string): Caller => ({
  type: "Root",
  arn: `arn:aws:iam::${account}:root`,
  principalArn: `arn:aws:iam::${account}:root`,
  names: [`arn:aws:iam::${account}:root`, account],
  userId: account,
  account,
  accessKeyId,
  userName: undefined,
  issuer: undefined,
  session: undefined,
  tags: {},
  claims: {},
  identity: [everything],
  boundary: undefined,
});

/** An AWS service that acts in the account, e.g. `lambda.amazonaws.com`. */
export const serviceCaller = (service: string, account: string): Caller => ({
  type: "AWSService",
  arn: service,
  principalArn: service,
  names: [service],
  userId: service,
  account,
  accessKeyId: undefined,
  userName: undefined,
  issuer: undefined,
  session: undefined,
  tags: {},
  claims: {},
  identity: [],
  boundary: undefined,
});
