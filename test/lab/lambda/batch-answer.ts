import type { Answer } from "./environment.ts";

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
  const result = JSON.parse(answer.payload) as { readonly batchItemFailures?: unknown } | null;
  if (result === null) return [];
  if (typeof result !== "object") return "all";
  const failures = result.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return "all";
  const failed = failures.map((failure: { readonly itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return failed.every((id): id is string => typeof id === "string" && identifiers.includes(id)) ? failed : "all";
};
