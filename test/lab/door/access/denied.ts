import { randomBytes } from "node:crypto";
import type { Caller } from "../caller/caller.ts";
import { type Call, ServiceError } from "../types.ts";
import type { Need } from "./needs.ts";

/** The services' own spellings of an action in their messages. */
const spelled = (action: string): string => {
  if (action.startsWith("sns:")) return action.replace("sns:", "SNS:");
  return action.startsWith("sqs:") ? action.toLowerCase() : action;
};

/** IAM names its own resources by kind, and policies by ARN. */
const named = (action: string, arn: string): string => {
  if (action.startsWith("s3:")) return `"${arn}"`;
  if (!action.startsWith("iam:") || action === "iam:PassRole") return arn;
  const [, kind, name = ""] = /^arn:aws:iam::\w+:([\w-]+)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined) return arn;
  return kind === "policy" ? `policy ${arn}` : `${kind === "instance-profile" ? "instance profile" : kind} ${name}`;
};

const codes: Readonly<Record<string, readonly [code: string, status: number]>> = {
  "rest-json": ["AccessDeniedException", 403],
  json: ["AccessDeniedException", 400],
  "smithy-rpc-v2-cbor": ["AccessDenied", 403],
  "rest-xml": ["AccessDenied", 403],
  query: ["AccessDenied", 403],
  ec2: ["UnauthorizedOperation", 403],
};

/** The answer to a call that was not allowed, in the words and with the code that AWS has for it. */
export const denied = (call: Call, caller: Caller, need: Need, because: string): ServiceError => {
  const { protocol, prefix } = call.service;
  const [code, status] = codes[protocol] ?? ["AccessDenied", 403];
  const action = spelled(need.action);
  const asked = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${named(need.action, need.resource)}`;
  // STS gives no reason, so that nobody can probe the trust policies of others.
  if (prefix === "sts") return new ServiceError(code, asked, status);
  const message = `${asked} ${because.replace(need.action, action)}`;
  if (need.code) return new ServiceError(need.code, message, 400);
  if (prefix === "sns") return new ServiceError("AuthorizationError", message, 403);
  if (prefix === "sqs") return new ServiceError("AccessDenied", message, 403);
  if (protocol !== "ec2") return new ServiceError(code, message, status);
  const encoded = randomBytes(96).toString("base64url");
  const words = `You are not authorized to perform this operation. ${message}. Encoded authorization failure message: ${encoded}`;
  return new ServiceError(code, words, status);
};
