import * as v from "valibot";
import { type Actor, actorOf } from "./actor.ts";
import { present } from "./present.ts";
import { type CloudTrailRecord, type Envelope, envelope } from "./record.ts";

/** An API call as CloudTrail recorded it (OCSF: API Activity), in one shape for every service. */
export interface ApiCall {
  /** CloudTrail's own id; the same event delivered twice has the same one. */
  readonly eventID: string;
  /** Of the account that the call was recorded for, not of the caller. */
  readonly account: string;
  readonly region: string;
  /** `kinesis` for `kinesis.amazonaws.com`. */
  readonly service: string;
  /** `StopStreamEncryption` */
  readonly name: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly actor: Actor;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  /** The id by which the service answered; our own calls are recognised by it. */
  readonly requestId?: string;
  /** It handles records, rather than the resources that hold them: a data event of CloudTrail's. */
  readonly data: boolean;
  /** CloudTrail says that it changes nothing. For data events it says so of writes, too. */
  readonly readOnly: boolean;
  /** Present when the call did not succeed. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly request: Readonly<Record<string, unknown>>;
  /** CloudTrail left the parameters out: larger than 100 KB, or made so by somebody who did not want them seen. */
  readonly requestOmitted: boolean;
  readonly response: Readonly<Record<string, unknown>>;
  readonly resources: readonly { readonly arn: string; readonly type?: string }[];
  /** Why nothing is to follow from the event but a message: it came out of an archive, or AWS did not send it. */
  readonly rehearsal?: "replayed" | "test";
}

const isBag = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Older records have their booleans as texts. */
const isSo = (value: unknown, wanted: boolean): boolean => String(value) === String(wanted);

/** What the envelope adds to a record; a log file has none. */
export interface Delivery {
  readonly account?: string;
  readonly region?: string;
  readonly rehearsal?: "replayed" | "test";
}

/** The call that a record tells of. The record must have passed the schema. */
export const apiCallOf = (record: CloudTrailRecord, delivery: Delivery = {}): ApiCall => {
  const request = isBag(record.requestParameters) ? record.requestParameters : {};
  return {
    eventID: record.eventID,
    account: record.recipientAccountId ?? delivery.account ?? record.userIdentity?.accountId ?? "unknown",
    region: record.awsRegion ?? delivery.region ?? "unknown",
    service: record.eventSource.replace(/\.amazonaws\.com(\.cn)?$/, ""),
    name: record.eventName,
    time: record.eventTime,
    actor: actorOf(record.userIdentity),
    ...present("sourceIp", record.sourceIPAddress),
    ...present("userAgent", record.userAgent),
    ...present("requestId", record.requestID),
    data: record.eventCategory === "Data" || isSo(record.managementEvent, false),
    readOnly: isSo(record.readOnly, true),
    ...(record.errorCode ? { error: { code: record.errorCode, message: record.errorMessage ?? "" } } : {}),
    request: request["omitted"] === true ? {} : request,
    requestOmitted: request["omitted"] === true,
    response: isBag(record.responseElements) ? record.responseElements : {},
    resources: (record.resources ?? []).flatMap(({ ARN, type }) =>
      ARN ? [{ arn: ARN, ...present("type", type) }] : [],
    ),
    ...(delivery.rehearsal ? { rehearsal: delivery.rehearsal } : {}),
  };
};

export type Read = { readonly ok: true; readonly call: ApiCall } | { readonly ok: false; readonly problem: string };

/** What kind of thing was found. Never its content: an unreadable event may hold anything, and this text is told to people. */
const kindOf = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? `a text of ${value.length} characters` : `a ${typeof value}`;
};

/** Where an issue stands, what was found there and what was expected: `detail.eventName: expected string, found null`. */
const describe = (issue: v.BaseIssue<unknown>): string =>
  `${v.getDotPath(issue) ?? "the event"}: expected ${issue.kind === "schema" ? issue.expected : issue.message}, found ${kindOf(issue.input)}`;

/** Only AWS can put events with a source that begins with `aws.` on a bus. Source: EventBridge API Reference, PutEvents. */
const rehearsalOf = ({ source, ...event }: Envelope): Pick<Delivery, "rehearsal"> => {
  if (event["replay-name"] != null) return { rehearsal: "replayed" };
  return source.startsWith("aws.") ? {} : { rehearsal: "test" };
};

/** Reads one EventBridge event from its JSON text. Never throws: what cannot be read comes back as a problem that says where. */
export const readEvent = (json: string): Read => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, problem: `the message is not JSON (${json.length} characters)` };
  }
  const parsed = v.safeParse(envelope, value, { abortEarly: true });
  if (!parsed.success) return { ok: false, problem: describe(parsed.issues[0]) };
  const { account, region, detail } = parsed.output;
  return { ok: true, call: apiCallOf(detail, { account, region, ...rehearsalOf(parsed.output) }) };
};
