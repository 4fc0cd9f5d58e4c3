import * as v from "valibot";

/**
 * lockkeeper.yml: the one file that a user edits. Checked when packaging; the functions get the result as JSON.
 */
const text = v.pipe(v.string(), v.nonEmpty("a text that is not empty"));

/** What Lockkeeper may do: `observe` tells what it would have done, `enforce` does it. */
export const modes = ["observe", "enforce"] as const;
export type Mode = (typeof modes)[number];
const mode = v.picklist(modes);

const streamName = v.pipe(text, v.regex(/^[a-zA-Z0-9_.-]{1,128}$/, "a stream's name: 1 to 128 letters, digits, _ . -"));
const keyName = v.pipe(
  text,
  v.regex(
    /^(arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+|alias\/[\w/-]+|[\w-]+)$/,
    "a KMS key id, key ARN, alias/name or alias ARN",
  ),
);

const principal = v.pipe(
  text,
  v.regex(/^arn:[a-z-]+:iam::(\d{12}|\*):(user|role)\/[\w+=,.@*/-]+$/, "the ARN of a user or role"),
);

const stream = v.strictObject({
  name: streamName,
  mode: v.optional(mode),
  encryption: v.optional(v.strictObject({ key: keyName })),
});

export const settings = v.strictObject({
  mode: v.optional(mode, "observe"),
  streams: v.pipe(
    v.array(stream),
    v.checkItems((item, index, all) => all.findIndex(({ name }) => name === item.name) === index, "each stream once"),
  ),
  detections: v.optional(v.record(text, v.strictObject({ mode })), {}),
  operators: v.optional(v.array(principal), []),
  protectedPrincipals: v.optional(v.array(principal), []),
  backlogMinutes: v.optional(v.pipe(v.number(), v.integer("whole minutes"), v.minValue(1, "at least 1 minute")), 15),
});

/** What is said of one stream. */
export interface StreamSettings {
  readonly name: string;
  readonly mode?: Mode | undefined;
  /** Key id, key ARN, alias or alias ARN. Absent: encryption is not guarded. */
  readonly encryption?: { readonly key: string } | undefined;
}

/** The file, checked. */
export interface Settings {
  readonly mode: Mode;
  readonly streams: readonly StreamSettings[];
  readonly detections: Readonly<Record<string, { readonly mode: Mode }>>;
  /** ARNs of the users and roles that may order an undo; `*` stands for any part. */
  readonly operators: readonly string[];
  /** ARNs of users and roles that are never taken out of use, such as those for emergencies; `*` stands for any part. */
  readonly protectedPrincipals: readonly string[];
  /** Nobody is taken out of use for an event older than this. */
  readonly backlogMinutes: number;
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
  if (!parsed.success) throw new InvalidSettings(parsed.issues.map((issue) => `${file}: ${problem(issue)}`).join("\n"));
  const strange = Object.keys(parsed.output.detections).filter((id) => !known.includes(id));
  if (strange.length > 0)
    throw new InvalidSettings(
      strange.map((id) => `${file}: detections.${id}: expected one of ${known.join(", ")}, found "${id}"`).join("\n"),
    );
  return parsed.output;
};

const rank = (m: Mode) => modes.indexOf(m);

/** The mode that holds: what is said of the detection and of the resource goes before what is said of all, and of those two the more careful one counts. */
export const modeFor = (all: Settings, detection: string, ofResource: Mode | undefined): Mode => {
  const said = [all.detections[detection]?.mode, ofResource].filter((m) => m !== undefined);
  const [first = all.mode, ...others] = said;
  return others.reduce((careful, m) => (rank(m) < rank(careful) ? m : careful), first);
};
