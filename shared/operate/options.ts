import * as v from "valibot";
import type { Option } from "./verb.ts";

/** The options that several verbs have, and how each is checked. */
const text = (longest: number) =>
  v.pipe(
    v.string("a text"),
    v.trim(),
    v.nonEmpty("a text that is not empty"),
    v.maxLength(longest, `at most ${longest} characters`),
  );

export const schemas = {
  incident: text(300),
  step: text(300),
  reason: text(500),
  arn: v.pipe(text(2_000), v.regex(/^arn:[\x21-\x7e]+$/, "an ARN; `*` stands for any part")),
  id: text(200),
  found: text(5_000),
} as const;

export const incident: Option = {
  name: "incident",
  usage: "Id of the incident, or the first 8 characters of it or more",
  type: "string",
  required: true,
};
export const step: Option = {
  name: "step",
  usage: "Id of the step, or the beginning of it",
  type: "string",
  required: true,
};
export const reason: Option = { name: "reason", usage: "Why; it is kept with the decision", type: "string" };

/** What names a step that was held, and why it is decided so. */
export const heldStep = {
  options: [incident, step, reason],
  params: v.strictObject({ incident: schemas.incident, step: schemas.step, reason: v.optional(schemas.reason) }),
} as const;

/** The same option where it has to be given, or need not be. */
export const required = (option: Option): Option => ({ ...option, required: true });
export const optional = ({ name, usage, type }: Option): Option => ({ name, usage, type });
