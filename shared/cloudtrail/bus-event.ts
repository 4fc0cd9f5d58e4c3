import * as v from "valibot";

/** What EventBridge says around every event, whatever it tells of. Source: EventBridge User Guide, "Event structure". */
const text = v.string();
export const around = {
  source: text,
  account: v.pipe(text, v.regex(/^\d{12}$/, "an account id of 12 digits")),
  region: v.pipe(text, v.regex(/^[a-z0-9-]+$/, "the name of a Region")),
  "replay-name": v.nullish(text),
};

/** Why nothing is to follow from an event but a message: it came out of an archive, or AWS did not send it. */
export type Rehearsal = "replayed" | "test";

/** Only AWS can put events with a source that begins with `aws.` on a bus. Source: EventBridge API Reference, PutEvents. */
export const rehearsalOf = (event: {
  readonly source: string;
  readonly "replay-name"?: string | null | undefined;
}): { readonly rehearsal?: Rehearsal } => {
  if (event["replay-name"] != null) return { rehearsal: "replayed" };
  return event.source.startsWith("aws.") ? {} : { rehearsal: "test" };
};

/** What cannot be read, where it stands and what was expected there. Never what was found. */
export interface Unreadable {
  readonly ok: false;
  readonly problem: string;
}

/** What kind of thing was found. Never its content: an unreadable event may hold anything, and this text is told to people. */
const kindOf = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? `a text of ${value.length} characters` : `a ${typeof value}`;
};

/** `detail.eventName: expected string, found null`. */
const describe = (issue: v.BaseIssue<unknown>): string =>
  `${v.getDotPath(issue) ?? "the event"}: expected ${issue.kind === "schema" ? issue.expected : issue.message}, found ${kindOf(issue.input)}`;

/** The value of a message that is to be JSON. Never throws. */
export const readJson = (json: string): { readonly ok: true; readonly value: unknown } | Unreadable => {
  try {
    return { ok: true, value: JSON.parse(json) as unknown };
  } catch {
    return { ok: false, problem: `the message is not JSON (${json.length} characters)` };
  }
};

/** Holds a value against a schema. Never throws: what does not fit comes back as a problem that says where. */
export const readAs = <T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
): { readonly ok: true; readonly value: T } | Unreadable => {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, problem: describe(parsed.issues[0]) };
};
