import { randomBytes, randomUUID } from "node:crypto";
import type { Caller } from "../door/caller/caller.ts";
import type { Outcome } from "../door/reply/read.ts";
import type { Call } from "../door/types.ts";
import { isDataEvent, isReadOnly } from "./classify.ts";
import { trailTime } from "./dates.ts";
import { eventName } from "./event-name.ts";
import { hostHeader } from "./host.ts";
import { userIdentity } from "./identity.ts";
import { requestParameters } from "./parameters.ts";
import { resourcesOf, type Touched } from "./resources.ts";
import { responseElements } from "./response.ts";
import type { Fields, TrailRecord } from "./types.ts";

/** Everything that CloudTrail knows of a call when it is over. */
export interface Happening {
  readonly call: Call;
  readonly caller: Caller;
  readonly sourceIp: string;
  readonly outcome: Outcome;
  readonly touched: Touched;
  /** The answer's size in bytes; S3 logs it. */
  readonly bytesOut: number;
}

/** Writes the record of a call in the shape that AWS gives it. */
export const writeRecord = (happening: Happening): TrailRecord => {
  const { call, caller, sourceIp, outcome, touched } = happening;
  const { prefix, source } = call.service;
  const isData = isDataEvent(prefix, call.operation);
  const isService = caller.type === "AWSService";
  const resources = resourcesOf(call, touched, isData, caller.account);
  const additional = additionalData(happening);
  return {
    eventVersion: "1.11",
    userIdentity: userIdentity(caller),
    eventTime: trailTime(call.time),
    eventSource: `${source}.amazonaws.com`,
    eventName: eventName(call),
    awsRegion: call.region,
    sourceIPAddress: isService ? caller.arn : sourceIp,
    userAgent: isService ? caller.arn : (call.http.headers["user-agent"] ?? ""),
    ...(outcome.ok ? {} : { errorCode: errorCode(call, outcome.code), errorMessage: outcome.message }),
    requestParameters: keepsParameters(call, outcome)
      ? unlessTooLarge(
          requestParameters(
            call,
            touched.arns.find((arn) => arn.startsWith("arn:aws:kinesis:")),
          ),
        )
      : null,
    responseElements: outcome.ok ? responseElements(call, outcome.output) : null,
    ...(additional ? { additionalEventData: additional } : {}),
    requestID: call.id,
    eventID: randomUUID(),
    readOnly: isReadOnly(prefix, call.operation),
    ...(resources && showsResources(call, outcome) ? { resources } : {}),
    eventType: "AwsApiCall",
    managementEvent: !isData,
    recipientAccountId: caller.account,
    ...(isService ? { sharedEventID: randomUUID() } : {}),
    eventCategory: isData ? "Data" : "Management",
    ...(isService ? {} : { tlsDetails: tlsDetails(call, caller) }),
  };
};

/** Source: CloudTrail User Guide, "CloudTrail record contents", requestParameters. */
const unlessTooLarge = (parameters: Fields | null): Fields | null => {
  const originalSize = Buffer.byteLength(JSON.stringify(parameters));
  return originalSize > 100 * 1024
    ? { omitted: true, originalSize, reason: "requestParameters too large" }
    : parameters;
};

const denials = new Set(["AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"]);

const errorCode = ({ service }: Call, code: string): string => {
  if (service.protocol === "ec2") return `Client.${code}`;
  return denials.has(code) ? "AccessDenied" : code;
};

/** Refused calls lose their parameters, except at EC2 and S3; KMS drops them for keys that are not there, too. */
const keepsParameters = ({ service }: Call, outcome: Outcome): boolean => {
  if (outcome.ok || service.prefix === "ec2" || service.prefix === "s3") return true;
  if (service.prefix === "kms" && outcome.code === "NotFoundException") return false;
  return !denials.has(outcome.code);
};

/** STS and KMS name no resource in a refusal, so as not to confirm that it is there. */
const showsResources = ({ service }: Call, outcome: Outcome): boolean =>
  outcome.ok || (service.prefix !== "sts" && service.prefix !== "kms");

const tlsDetails = (call: Call, caller: Caller): Fields => ({
  tlsVersion: "TLSv1.3",
  cipherSuite: "TLS_AES_128_GCM_SHA256",
  clientProvidedHostHeader: hostHeader(call, caller.account),
});

const additionalData = ({ call, caller, bytesOut }: Happening): Fields | undefined => {
  if (call.service.prefix === "s3")
    return {
      SignatureVersion: "SigV4",
      CipherSuite: "TLS_AES_128_GCM_SHA256",
      bytesTransferredIn: call.http.body.length,
      AuthenticationMethod: call.http.url.includes("X-Amz-Credential") ? "QueryString" : "AuthHeader",
      "x-amz-id-2": randomBytes(56).toString("base64"),
      bytesTransferredOut: bytesOut,
    };
  if (call.service.prefix !== "sts" || caller.type === "AWSService") return undefined;
  const id = Buffer.from(`1:${call.region}:S:${call.time.getTime()}`).toString("base64");
  return { ExtendedRequestId: id, RequestDetails: { awsServingRegion: call.region, endpointType: "regional" } };
};
