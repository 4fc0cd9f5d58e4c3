import * as v from "valibot";
import { type ApiCall, apiCallOf } from "../cloudtrail/api-call.ts";
import { record } from "../cloudtrail/record.ts";

/** What became of the text of one object: a call that may matter, one that cannot, or none. */
export type Read =
  | { readonly kind: "call"; readonly call: ApiCall }
  | { readonly kind: "other" }
  | { readonly kind: "unreadable"; readonly problem: string };

/** Which calls are looked at, by their service, `kinesis`. */
export interface Interest {
  readonly services: readonly string[];
}

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);

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
  const service = found["eventSource"].replace(/\.amazonaws\.com(\.cn)?$/, "");
  if (!services.includes(service)) return { kind: "other" };
  const parsed = v.safeParse(record, found, { abortEarly: true });
  if (parsed.success) return { kind: "call", call: apiCallOf(parsed.output, delivery) };
  const [issue] = parsed.issues;
  return {
    kind: "unreadable",
    problem: `${v.getDotPath(issue) ?? "the record"}: expected ${issue.expected ?? issue.message}`,
  };
};

/** Anything but these between the quotes of a source could be written in another way. */
const plainSource = /"eventSource"\s*:\s*"([a-z0-9.-]+)\.amazonaws\.com(?:\.cn)?"/g;

/**
 * As `readSlowly`, without making an object of what cannot matter: nearly all of an archive is of other services. It is passed over
 * only if nothing in its text could name a source in another way (an escape, a second `eventSource`, an envelope), and is then taken
 * to be a record unread.
 */
export const readFast = (text: string, interest: Interest): Read => {
  if (text.includes("\\u") || text.includes("CloudTrailEvent") || text.includes('"detail'))
    return readSlowly(text, interest);
  plainSource.lastIndex = 0;
  const first = plainSource.exec(text);
  if (first === null || interest.services.includes(first[1] ?? "")) return readSlowly(text, interest);
  // The word once more, anywhere: another source, or the one that was found stands in something else.
  const at = text.indexOf("eventSource");
  if (text.indexOf("eventSource", at + 1) !== -1) return readSlowly(text, interest);
  return isTopLevel(text, at) && text.includes('"eventName"') ? { kind: "other" } : readSlowly(text, interest);
};

/** Whether a place lies in the object itself, and in nothing within it. Strings with quotes in them make it say no. */
const isTopLevel = (text: string, place: number): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < place - 1; at += 1) {
    const one = text.charCodeAt(at);
    if (one === 0x5c) return false;
    if (one === 0x22) inString = !inString;
    else if (!inString && (one === 0x7b || one === 0x5b)) depth += 1;
    else if (!inString && (one === 0x7d || one === 0x5d)) depth -= 1;
  }
  return depth === 1 && !inString;
};
