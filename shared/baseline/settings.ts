import { isIP } from "node:net";
import * as v from "valibot";
import { type StreamSettings, stream } from "./stream-settings.ts";
import { atLeastOne, type Mode, mode, modes, principal, text } from "./words.ts";

/**
 * lockkeeper.yml: the one file that a user edits. Checked when packaging; the functions get the result as JSON.
 */
const exemption = v.pipe(
  v.strictObject({
    principal: v.optional(principal),
    resource: v.optional(v.pipe(text, v.regex(/^arn:/, "an ARN"))),
    detection: v.optional(text),
    reason: text,
    owner: text,
    until: v.pipe(
      text,
      v.regex(/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/, "a date or a time in UTC"),
      v.check((it) => !Number.isNaN(Date.parse(it)), "a date or a time in UTC"),
    ),
  }),
  v.check(
    (of) => [of.principal, of.resource, of.detection].some((one) => one !== undefined),
    "a principal, a resource or a detection that is exempted",
  ),
);

/** When what was done is looked at again, seconds after the deed. SQS delays a message by 15 minutes at most. */
const looks = v.pipe(
  v.array(
    v.pipe(v.number(), v.integer("whole seconds"), v.minValue(1, "at least 1"), v.maxValue(900, "at most 900 seconds")),
  ),
  v.maxLength(10, "at most 10 looks"),
);

/** Source: IAM User Guide, "Rules for tagging in IAM and AWS STS". */
const tagKey = v.pipe(
  text,
  v.regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu, "a tag key that does not begin with aws:"),
);

const isNetwork = (said: string): boolean => {
  const [, address = "", prefix] = /^([^/]+)\/(\d{1,3})$/.exec(said) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(prefix) <= (version === 4 ? 32 : 128);
};
const network = v.pipe(text, v.check(isNetwork, "a network such as 10.0.0.0/8 or 2001:db8::/32"));

export const settings = v.strictObject({
  mode: v.optional(mode, "observe"),
  streams: v.pipe(
    v.array(stream),
    v.checkItems((item, index, all) => all.findIndex(({ name }) => name === item.name) === index, "each stream once"),
  ),
  detections: v.optional(v.record(text, v.strictObject({ mode })), {}),
  operators: v.optional(v.array(principal), []),
  protectedPrincipals: v.optional(v.array(principal), []),
  deployers: v.optional(v.array(principal), []),
  networks: v.optional(v.array(network)),
  backlogMinutes: v.optional(atLeastOne, 15),
  evictConfidence: v.optional(v.picklist(["Low", "Medium", "High"]), "Medium"),
  reversalsPerDay: v.optional(atLeastOne, 5),
  budgets: v.optional(
    v.strictObject({
      principal: v.optional(atLeastOne, 5),
      resource: v.optional(atLeastOne, 6),
      account: v.optional(atLeastOne, 20),
    }),
    {},
  ),
  approvalHours: v.optional(atLeastOne, 4),
  containmentHours: v.optional(atLeastOne),
  quarantineTag: v.optional(v.strictObject({ key: tagKey, value: text })),
  recheckSeconds: v.optional(looks, [5, 30, 120, 600]),
  exemptions: v.optional(v.array(exemption), []),
  notify: v.optional(
    v.strictObject({
      chat: v.optional(v.boolean(), false),
      securityHub: v.optional(v.boolean(), false),
      eventBus: v.optional(v.boolean(), false),
    }),
    {},
  ),
});

/** Whom or what Lockkeeper leaves alone until a day. What is given has to fit, all of it; `*` stands for any part. */
export interface SettingsExemption {
  /** `lockkeeper.yml 1`: which of the file's it is. */
  readonly id: string;
  /** The ARN of a user or role. */
  readonly principal?: string | undefined;
  /** The id of a resource, an ARN. */
  readonly resource?: string | undefined;
  readonly detection?: string | undefined;
  readonly reason: string;
  /** Who answers for it: a person or a team. */
  readonly owner: string;
  /** ISO 8601: from then on it does not count. */
  readonly until: string;
}

/** The file, checked. */
export interface Settings {
  readonly mode: Mode;
  readonly streams: readonly StreamSettings[];
  readonly detections: Readonly<Record<string, { readonly mode: Mode }>>;
  /** ARNs of the users and roles that may give orders; `*` stands for any part. */
  readonly operators: readonly string[];
  /** ARNs of users and roles that are never taken out of use, such as those for emergencies; `*` stands for any part. */
  readonly protectedPrincipals: readonly string[];
  /** ARNs of the users and roles that deploy: what they change is put to a person before it is put back. */
  readonly deployers: readonly string[];
  /** The networks that the account's own instances call from, in CIDR notation; absent: nobody has said. */
  readonly networks?: readonly string[] | undefined;
  /** Nobody is taken out of use for an event older than this. */
  readonly backlogMinutes: number;
  /** Nobody is taken out of use when it is less sure than this that they did it. */
  readonly evictConfidence: "Low" | "Medium" | "High";
  /** How often a day the same resource is put back. */
  readonly reversalsPerDay: number;
  /** Steps in an hour for one principal, on one resource, and in all. */
  readonly budgets: { readonly principal: number; readonly resource: number; readonly account: number };
  /** How long a step that was held can be approved. */
  readonly approvalHours: number;
  /** After so many hours what was taken from somebody is given back by itself; absent: only a person gives it back. */
  readonly containmentHours?: number | undefined;
  /** The tag that the organisation's quarantine goes by; absent: there is none. */
  readonly quarantineTag?: { readonly key: string; readonly value: string } | undefined;
  /** When what was done is looked at again, in seconds after the deed. */
  readonly recheckSeconds: readonly number[];
  readonly exemptions: readonly SettingsExemption[];
  /** Whom else to tell besides the people on call. */
  readonly notify: { readonly chat: boolean; readonly securityHub: boolean; readonly eventBus: boolean };
}

/** What was wrong, where in the file, and what was expected there. One line per problem. */
export class InvalidSettings extends Error {
  override readonly name = "InvalidSettings";
}

const problem = (issue: v.BaseIssue<unknown>): string => {
  const found =
    issue.input === undefined ? "nothing" : (JSON.stringify(issue.input)?.slice(0, 80) ?? typeof issue.input);
  const expected =
    issue.expected === "never" ? "no such setting" : issue.kind === "schema" ? issue.expected : issue.message;
  return `${v.getDotPath(issue) ?? "the file"}: expected ${expected}, found ${found}`;
};

/**
 * Checks what the file said.
 * @param known the ids of all detections, since settings for one that does not exist would silently guard nothing
 * @throws InvalidSettings
 */
export const checkSettings = (value: unknown, file: string, known: readonly string[]): Settings => {
  const parsed = v.safeParse(settings, value);
  if (!parsed.success) {
    // What fails two checks of the same kind is one problem.
    const problems = new Set(parsed.issues.map((issue) => `${file}: ${problem(issue)}`));
    throw new InvalidSettings([...problems].join("\n"));
  }
  const { detections, exemptions } = parsed.output;
  const strange = [
    ...Object.keys(detections).map((id) => [`detections.${id}`, id] as const),
    ...exemptions.map(({ detection }, at) => [`exemptions.${at}.detection`, detection] as const),
  ].filter(([, id]) => id !== undefined && !known.includes(id));
  if (strange.length > 0)
    throw new InvalidSettings(
      strange.map(([at, id]) => `${file}: ${at}: expected one of ${known.join(", ")}, found "${id}"`).join("\n"),
    );
  return {
    ...parsed.output,
    exemptions: exemptions.map((one, index) => ({ id: `lockkeeper.yml ${index + 1}`, ...one })),
  };
};

const rank = (m: Mode) => modes.indexOf(m);

/** The mode that holds: what is said of the detection and of the resource goes before what is said of all, and of those two the more careful one counts. */
export const modeFor = (all: Settings, detection: string, ofResource: Mode | undefined): Mode => {
  const said = [all.detections[detection]?.mode, ofResource].filter((m) => m !== undefined);
  const [first = all.mode, ...others] = said;
  return others.reduce((careful, m) => (rank(m) < rank(careful) ? m : careful), first);
};
