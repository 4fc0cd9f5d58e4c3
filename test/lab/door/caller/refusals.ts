import { type Call, ServiceError } from "../types.ts";

/** Each protocol has codes of its own for credentials that are no good; the words are AWS's. */
const refusal = (
  call: Call,
  codes: {
    readonly json: string;
    readonly query: string;
    readonly ec2: string;
    readonly s3: readonly [string, string];
  },
  message: string,
): ServiceError => {
  const { protocol, prefix } = call.service;
  if (prefix === "s3") return new ServiceError(codes.s3[0], codes.s3[1], 403);
  if (protocol === "ec2")
    return new ServiceError(codes.ec2, "AWS was not able to validate the provided access credentials", 401);
  if (protocol === "query" || prefix === "sqs") return new ServiceError(codes.query, message, 403);
  return new ServiceError(codes.json, message, protocol === "rest-json" ? 403 : 400);
};

/** A key that nobody has or that is Inactive, or a session the door has not handed out. */
export const invalidToken = (call: Call): ServiceError =>
  refusal(
    call,
    {
      json: "UnrecognizedClientException",
      query: "InvalidClientTokenId",
      ec2: "AuthFailure",
      s3: ["InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."],
    },
    "The security token included in the request is invalid.",
  );

export const tokenExpired = (call: Call): ServiceError =>
  refusal(
    call,
    {
      json: "ExpiredTokenException",
      query: "ExpiredToken",
      ec2: "RequestExpired",
      s3: ["ExpiredToken", "The provided token has expired."],
    },
    "The security token included in the request is expired",
  );

export const missingToken = (call: Call): ServiceError =>
  refusal(
    call,
    {
      json: "MissingAuthenticationTokenException",
      query: "MissingAuthenticationToken",
      ec2: "AuthFailure",
      s3: ["AccessDenied", "Access Denied"],
    },
    "Request is missing Authentication Token",
  );
