import * as v from "valibot";
import type { Answer } from "./environment.ts";

const Result = v.pipe(
  v.string(),
  v.parseJson(),
  v.nullable(v.object({ batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.string() }))) })),
);

/**
 * The identifiers of the records that a function says it failed on, or "all".
 * Source: Lambda Developer Guide, "Implementing partial batch responses": an empty or null answer or list is success; an
 * identifier that is empty, null, misnamed or unknown, and an answer that is not of the form, fails the whole batch.
 */
export const failedIn = (
  answer: Answer,
  identifiers: readonly string[],
  reportsItemFailures: boolean,
): readonly string[] | "all" => {
  if ("error" in answer) return "all";
  if (!reportsItemFailures) return [];
  const result = v.safeParse(Result, answer.payload);
  if (!result.success) return "all";
  const failed = (result.output?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => identifiers.includes(id)) ? failed : "all";
};
