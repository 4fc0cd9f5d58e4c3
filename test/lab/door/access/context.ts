import type { Caller } from "../caller/caller.ts";
import type { Call } from "../types.ts";
import { tagsOf } from "../values.ts";

type Context = Record<string, string | readonly string[]>;

/**
 * The condition keys of a call. Source: IAM User Guide, "AWS global condition context keys". Keys that AWS leaves out
 * (aws:username for roles, aws:TokenIssueTime for long-term keys) are left out here too. `aws:SecureTransport` is true
 * although the lab speaks plain HTTP: it pretends that TLS ends at its door.
 */
export const contextOf = (call: Call, caller: Caller, sourceIp: string): Context => {
  const { session } = caller;
  const context: Context = {
    "aws:SecureTransport": "true",
    "aws:PrincipalArn": caller.principalArn,
    "aws:PrincipalAccount": caller.account,
    "aws:PrincipalType": principalTypes[caller.type],
    "aws:PrincipalIsAWSService": String(caller.type === "AWSService"),
    "aws:userid": caller.userId,
    "aws:SourceIp": sourceIp,
    "aws:UserAgent": call.http.headers["user-agent"] ?? "",
    "aws:RequestedRegion": call.region,
    "aws:CurrentTime": call.time.toISOString(),
    "aws:EpochTime": String(Math.floor(call.time.getTime() / 1000)),
    ...ofInput(call),
    ...caller.claims,
  };
  if (caller.userName) context["aws:username"] = caller.userName;
  if (session) {
    context["aws:TokenIssueTime"] = session.issuedAt.toISOString();
    context["aws:MultiFactorAuthPresent"] = String(session.mfa);
    if (session.sourceIdentity) context["aws:SourceIdentity"] = session.sourceIdentity;
  }
  for (const [key, value] of Object.entries(caller.tags)) context[`aws:PrincipalTag/${key}`] = value;
  if (call.service.prefix === "kms") context["kms:CallerAccount"] = caller.account;
  return context;
};

const principalTypes = {
  Root: "Account",
  IAMUser: "User",
  AssumedRole: "AssumedRole",
  FederatedUser: "FederatedUser",
  WebIdentityUser: "Anonymous",
  AWSService: "AWSService",
} as const;

/** Keys that repeat a parameter, by service: where the parameter stands in the input. */
const parameters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  iam: { "iam:PolicyARN": "PolicyArn", "iam:PermissionsBoundary": "PermissionsBoundary" },
  sts: {
    "sts:ExternalId": "ExternalId",
    "sts:RoleSessionName": "RoleSessionName",
    "sts:SourceIdentity": "SourceIdentity",
  },
  lambda: { "lambda:FunctionArn": "FunctionName", "lambda:Principal": "Principal" },
  sns: { "sns:Protocol": "Protocol", "sns:Endpoint": "Endpoint" },
  kms: { "kms:GranteePrincipal": "GranteePrincipal" },
  s3: { "s3:prefix": "Prefix", "s3:x-amz-acl": "ACL" },
};

const ofInput = ({ service, input }: Call): Context => {
  const context: Context = {};
  for (const [key, name] of Object.entries(parameters[service.prefix] ?? {})) {
    const value = input[name];
    if (typeof value === "string") context[key] = value;
  }
  const encryption = input.EncryptionContext;
  if (service.prefix === "kms" && encryption && typeof encryption === "object")
    for (const [key, value] of Object.entries(encryption)) context[`kms:EncryptionContext:${key}`] = String(value);
  const tags = tagsOf(input.Tags);
  for (const [key, value] of Object.entries(tags)) context[`aws:RequestTag/${key}`] = value;
  return Object.keys(tags).length > 0 ? { ...context, "aws:TagKeys": Object.keys(tags) } : context;
};
