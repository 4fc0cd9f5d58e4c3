import type { AccessRequest, Policy, Statement } from "./types.ts";

/** The accounts of AWS's own examples. */
export const account = "111122223333";
export const otherAccount = "444455556666";

const accountNames = (id: string) => [`arn:aws:iam::${id}:root`, id];

const call = {
  action: "kinesis:StopStreamEncryption",
  resources: [`arn:aws:kinesis:us-east-1:${account}:stream/orders`],
  resourceAccount: account,
  context: { "aws:SecureTransport": "true" },
};

export const byUser = (name: string, change: Partial<AccessRequest> = {}, of = account): AccessRequest => ({
  ...call,
  principalArn: `arn:aws:iam::${of}:user/${name}`,
  principalNames: [`arn:aws:iam::${of}:user/${name}`, ...accountNames(of)],
  principalAccount: of,
  ...change,
  context: { ...call.context, "aws:username": name, ...change.context },
});

export const byRole = (name: string, change: Partial<AccessRequest> = {}, of = account): AccessRequest => ({
  ...call,
  principalArn: `arn:aws:iam::${of}:role/${name}`,
  principalNames: [
    `arn:aws:sts::${of}:assumed-role/${name}/session`,
    `arn:aws:iam::${of}:role/${name}`,
    ...accountNames(of),
  ],
  principalAccount: of,
  ...change,
  context: { ...call.context, "aws:userid": "AROAEXAMPLE:session", ...change.context },
});

export const byFederatedUser = (name: string, change: Partial<AccessRequest> = {}): AccessRequest => ({
  ...byUser(name, change),
  principalNames: [
    `arn:aws:sts::${account}:federated-user/${name}`,
    `arn:aws:iam::${account}:user/${name}`,
    ...accountNames(account),
  ],
});

export const byRoot = (change: Partial<AccessRequest> = {}, of = account): AccessRequest => ({
  ...call,
  principalArn: `arn:aws:iam::${of}:root`,
  principalNames: accountNames(of),
  principalAccount: of,
  ...change,
});

export const byService = (name: string, change: Partial<AccessRequest> = {}): AccessRequest => ({
  ...call,
  principalArn: name,
  principalNames: [name],
  principalAccount: account,
  ...change,
});

export const policy = (...statements: readonly Statement[]): Policy => ({
  Version: "2012-10-17",
  Statement: statements,
});

export const allow = (action: string | readonly string[], resource: string | readonly string[] = "*"): Statement => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});

export const deny = (action: string | readonly string[], resource: string | readonly string[] = "*"): Statement => ({
  ...allow(action, resource),
  Effect: "Deny",
});

/** A resource policy with one statement that allows everything to these principals. */
export const sharedWith = (...principals: readonly string[]): Policy =>
  policy({ ...allow("*"), Principal: { AWS: principals } });
