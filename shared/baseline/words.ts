import * as v from "valibot";

/** What is said in several places of lockkeeper.yml. */

export const text = v.pipe(v.string(), v.nonEmpty("a text that is not empty"));

/** What Lockkeeper may do: `observe` tells what it would have done, `approve` does it once a person approves, `enforce` does it. */
export const modes = ["observe", "approve", "enforce"] as const;
export type Mode = (typeof modes)[number];
export const mode = v.picklist(modes);

export const principal = v.pipe(
  text,
  v.regex(/^arn:[a-z-]+:iam::(\d{12}|\*):(user|role)\/[\w+=,.@*/-]+$/, "the ARN of a user or role"),
);

export const atLeastOne = v.pipe(v.number(), v.integer("a whole number"), v.minValue(1, "at least 1"));
