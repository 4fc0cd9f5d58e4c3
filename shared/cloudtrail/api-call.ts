import { type Actor, actorOf } from "./actor.ts";
import { type Rehearsal, readAs, readJson, rehearsalOf, type Unreadable } from "./bus-event.ts";
import { bagOf } from "./parameters.ts";
import { present } from "./present.ts";
import { type CloudTrailRecord, envelope } from "./record.ts";

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
  /** What the service says besides, `MFAUsed` of a sign-in. */
  readonly additional: Readonly<Record<string, unknown>>;
  readonly resources: readonly { readonly arn: string; readonly type?: string }[];
  /** Why nothing is to follow from the event but a message: it came out of an archive, or AWS did not send it. */
  readonly rehearsal?: Rehearsal;
}

/** Older records have their booleans as texts. */
const isSo = (value: unknown, wanted: boolean): boolean => String(value) === String(wanted);

/** `kinesis`, of `kinesis.amazonaws.com`. */
export const serviceOf = (eventSource: string): string => eventSource.replace(/\.amazonaws\.com(\.cn)?$/, "");

/** What the envelope adds to a record; a log file has none. */
export interface Delivery {
  readonly account?: string;
  readonly region?: string;
  readonly rehearsal?: Rehearsal;
}

/** The call that a record tells of. The record must have passed the schema. */
export const apiCallOf = (record: CloudTrailRecord, delivery: Delivery = {}): ApiCall => {
  const request = bagOf(record.requestParameters);
  return {
    eventID: record.eventID,
    account: record.recipientAccountId ?? delivery.account ?? record.userIdentity?.accountId ?? "unknown",
    region: record.awsRegion ?? delivery.region ?? "unknown",
    service: serviceOf(record.eventSource),
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
    response: bagOf(record.responseElements),
    additional: bagOf(record.additionalEventData),
    resources: (record.resources ?? []).flatMap(({ ARN, type }) =>
      ARN ? [{ arn: ARN, ...present("type", type) }] : [],
    ),
    ...(delivery.rehearsal ? { rehearsal: delivery.rehearsal } : {}),
  };
};

export type Read = { readonly ok: true; readonly call: ApiCall } | Unreadable;

/** The call that an EventBridge event tells of. Never throws: what cannot be read comes back as a problem that says where. */
export const readCall = (event: unknown): Read => {
  const read = readAs(envelope, event);
  if (!read.ok) return read;
  const { account, region, detail, ...more } = read.value;
  return { ok: true, call: apiCallOf(detail, { account, region, ...rehearsalOf(more) }) };
};

/** Reads one EventBridge event of a call from its JSON text. Never throws. */
export const readEvent = (json: string): Read => {
  const read = readJson(json);
  return read.ok ? readCall(read.value) : read;
};
