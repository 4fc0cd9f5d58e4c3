import { describe, expect, it } from "vitest";
import { failedIn } from "./batch-answer.ts";

const failed = (payload: string) => failedIn({ payload }, ["a", "b", "c"], true);

describe("the answer of a function to a batch", () => {
  it.each(["null", "{}", '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
    "is success when it is %s",
    (payload) => {
      expect(failed(payload)).toStrictEqual([]);
    },
  );

  it("names the records that failed", () => {
    expect(failed('{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"c"}]}')).toStrictEqual(["b", "c"]);
  });

  it.each([
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{"itemIdentifier":null}]}',
    '{"batchItemFailures":[{"messageId":"b"}]}',
    '{"batchItemFailures":[{"itemIdentifier":"unknown"}]}',
    '{"batchItemFailures":"b"}',
    '"all well"',
    "not JSON",
  ])("fails the whole batch when it is %s", (payload) => {
    expect(failed(payload)).toBe("all");
  });

  it("fails the whole batch when the function failed, and is not read unless the mapping says so", () => {
    const error = { errorType: "Error", errorMessage: "boom" };
    expect(failedIn({ error }, ["a"], true)).toBe("all");
    expect(failedIn({ error }, ["a"], false)).toBe("all");
    expect(failedIn({ payload: '{"batchItemFailures":[{"itemIdentifier":"a"}]}' }, ["a"], false)).toStrictEqual([]);
  });
});
