import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { queueReadBy } from "../../../shared/derive/arns.ts";
import { functionNames } from "../../../shared/derive/bundle.ts";
import { receives } from "../../../shared/derive/queues.ts";
import { derivedResources } from "../../../shared/derive/stack.ts";
import { settingsOf } from "../records.ts";

/** serverless.yml is written by hand; where it has to agree with what is derived, this is what sees to it. */
interface Service {
  readonly provider: { readonly environment: Readonly<Record<string, string>> };
  readonly functions: Readonly<
    Record<
      string,
      {
        readonly role: string;
        readonly timeout: number;
        readonly events?: readonly { readonly sqs?: { readonly arn: string } }[];
      }
    >
  >;
}
interface Queue {
  readonly Type: string;
  readonly Properties: {
    readonly VisibilityTimeout?: number;
    readonly RedrivePolicy?: { readonly maxReceiveCount: number };
  };
}

// Without CloudFormation's tags (!Ref, !GetAtt) a value is the bare text after them.
const service: Service = parse(readFileSync(join(import.meta.dirname, "../../../serverless.yml"), "utf8"), {
  logLevel: "silent",
});
const derived: Readonly<Record<string, Queue>> = JSON.parse(
  JSON.stringify(await derivedResources(settingsOf({ mode: "enforce", streams: [{ name: "orders" }] }))),
);

test("every function that is bundled is deployed, under its own role", () => {
  expect(Object.keys(service.functions).sort()).toStrictEqual([...functionNames].sort());
  const used = Object.values(service.functions).map(({ role }) => role);
  expect(new Set(used).size).toBe(used.length);
  for (const role of used) expect(derived[role]?.Type).toBe("AWS::IAM::Role");
});

test("the functions count a message's tries to the same number as the queues do", () => {
  expect(receives).toBe(100);
  expect(service.provider.environment["RECEIVES"]).toBe(String(receives));
  const counts = Object.values(derived).flatMap(({ Properties }) => Properties.RedrivePolicy?.maxReceiveCount ?? []);
  expect(new Set(counts)).toStrictEqual(new Set([receives]));
});

test("no message comes again while a function may still be at it", () => {
  let compared = 0;
  for (const { timeout, events = [] } of Object.values(service.functions))
    for (const { sqs } of events) {
      if (!sqs) continue;
      compared += 1;
      // Longer, even: whoever holds a message has ended when it comes again.
      expect(derived[sqs.arn.replace(".Arn", "")]?.Properties.VisibilityTimeout).toBeGreaterThan(timeout);
    }
  expect(compared).toBe(functionNames.filter((name) => queueReadBy(name) !== undefined).length);
});
