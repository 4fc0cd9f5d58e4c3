/** The words in which the lab asks "may this caller do this?". The evaluator is the lab's own, apart from the product. */

export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | boolean | number | readonly (string | boolean | number)[]>>>
>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Condition;
}

export interface Policy {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}

/** One call that somebody wants to make. */
export interface AccessRequest {
  /** The caller's ARN as `aws:PrincipalArn` has it: a user, a role (not its session), the account root, or a service name. */
  readonly principalArn: string;
  /** Every ARN or name under which a resource policy may name the caller: session ARN, role ARN, account root, account id, service. */
  readonly principalNames: readonly string[];
  readonly principalAccount: string;
  /** The IAM action, e.g. `kinesis:StopStreamEncryption`. */
  readonly action: string;
  /** The ARNs that the call touches; `["*"]` when the API has no resource. All of them must be allowed. */
  readonly resources: readonly string[];
  readonly resourceAccount: string;
  /**
   * Condition keys and their values, keys in any letter case: `aws:TokenIssueTime`, `aws:userid`, `aws:SecureTransport`, …
   * `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:PrincipalIsAWSService` and `aws:ResourceAccount` follow from the rest.
   */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** The policies that have a say. */
export interface Policies {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  /** The policies passed when the session was made. One of them must allow; none: the session has the role's rights. */
  readonly session?: readonly Policy[];
  readonly resource?: Policy;
  /**
   * Service control policies, one list per level; each level must allow. Leave them out for the management account and for
   * service-linked roles, which they do not reach.
   */
  readonly organization?: readonly (readonly Policy[])[];
}

/** AWS's answer, with the ending of its error message: "… because no identity-based policy allows the X action". */
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly because: string };
