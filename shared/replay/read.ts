import * as v from "valibot";
import { type ApiCall, apiCallOf, serviceOf } from "../cloudtrail/api-call.ts";
import { type Bag, isBag } from "../cloudtrail/parameters.ts";
import { record } from "../cloudtrail/record.ts";
import type { Slice } from "./split.ts";

/** What became of the text of one object: a call that may matter, one that cannot, or none. */
export type Read =
  | { readonly kind: "call"; readonly call: ApiCall }
  | { readonly kind: "other" }
  | { readonly kind: "unreadable"; readonly problem: string };

/** Which calls are looked at, by their service, `kinesis`. */
export interface Interest {
  readonly services: readonly string[];
}

/** The record within an envelope of EventBridge, or in an event of `lookup-events`, where it is a text. */
const recordIn = (value: Bag): { readonly found: unknown; readonly account?: string; readonly region?: string } => {
  const { CloudTrailEvent: text, detail, account, region } = value;
  if (typeof text === "string") return { found: JSON.parse(text) as unknown };
  if (isBag(detail) && "detail-type" in value)
    return {
      found: detail,
      ...(typeof account === "string" ? { account } : {}),
      ...(typeof region === "string" ? { region } : {}),
    };
  return { found: value };
};

/** Reads the text of one object, whatever is in it. Never throws. */
export const readSlowly = (text: string, { services }: Interest): Read => {
  let read: ReturnType<typeof recordIn>;
  try {
    const value = JSON.parse(text) as unknown;
    read = recordIn(isBag(value) ? value : {});
  } catch {
    return { kind: "unreadable", problem: "expected JSON" };
  }
  const { found, ...delivery } = read;
  if (!isBag(found) || typeof found["eventSource"] !== "string" || typeof found["eventName"] !== "string")
    return { kind: "unreadable", problem: "expected a CloudTrail record" };
  if (!services.includes(serviceOf(found["eventSource"]))) return { kind: "other" };
  const parsed = v.safeParse(record, found, { abortEarly: true });
  if (parsed.success) return { kind: "call", call: apiCallOf(parsed.output, delivery) };
  const [issue] = parsed.issues;
  return {
    kind: "unreadable",
    problem: `${v.getDotPath(issue) ?? "the record"}: expected ${issue.expected ?? issue.message}`,
  };
};

/** Their services by their sources: the same few come over and over. */
const services = new Map<string, string>();

const knownService = (source: string): string => {
  const known = services.get(source);
  if (known !== undefined) return known;
  const service = serviceOf(source);
  if (services.size < 1_000) services.set(source, service);
  return service;
};

/**
 * As `readSlowly`, without making an object, or even a text, of what cannot matter: nearly all of an archive is of other services. It is
 * passed over only if its own `eventSource` is plain to see, and is then taken to be a record unread.
 */
export const readFast = ({ bytes, source }: Pick<Slice, "bytes" | "source">, interest: Interest): Read =>
  source === undefined || interest.services.includes(knownService(source))
    ? readSlowly(bytes.toString(), interest)
    : { kind: "other" };
