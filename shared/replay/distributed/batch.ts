import * as v from "valibot";
import { UnusableInput } from "../sources.ts";

const time = v.pipe(
  v.string("a time such as 2026-11-01T12:00:00Z"),
  v.check((text) => !Number.isNaN(Date.parse(text)), "a time such as 2026-11-01T12:00:00Z"),
);

/** Which records are looked at; `Filter` of the reader, from outside. */
const filter = v.strictObject({
  from: v.exactOptional(time),
  to: v.exactOptional(time),
  accounts: v.exactOptional(
    v.array(v.pipe(v.string("a list of account ids"), v.regex(/^\d{12}$/, "an account id of 12 digits"))),
  ),
});

/** What a replay is started with: the execution's name, when it began, and its input. */
const order = v.object({
  run: v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/, "the name of an execution")),
  began: time,
  filter,
});
export type Order = v.InferOutput<typeof order>;

/** A stretch of the archive's keys, to be read by one invocation. */
const batch = v.object({
  run: v.string(),
  /** Its place among all batches. */
  place: v.number(),
  prefix: v.string(),
  /** The key before the first. */
  after: v.string(),
  /** The last key. */
  through: v.string(),
  objects: v.number(),
  bytes: v.number(),
  filter,
});
export type Batch = v.InferOutput<typeof batch>;

/** @throws UnusableInput: where, and what was expected */
const checked =
  <S extends v.GenericSchema>(schema: S) =>
  (value: unknown): v.InferOutput<S> => {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    const expected =
      issue.type === "check" || issue.type === "regex" ? issue.message : (issue.expected ?? issue.message);
    throw new UnusableInput(`${v.getDotPath(issue) ?? "the input"}: expected ${expected}, found ${issue.received}`);
  };

export const orderOf = checked(order);
export const batchOf = checked(batch);

/** Where in the bucket of results everything of a run stands. What was read goes after days, the report stays: by their prefixes. */
export const keysOf = (run: string) => ({
  plan: `read/${run}/plan.json`,
  parts: `read/${run}/part-`,
  part: (place: number) => `read/${run}/part-${String(place).padStart(7, "0")}.json.gz`,
  report: `reports/${run}/report.html`,
  findings: `reports/${run}/findings.jsonl`,
});
