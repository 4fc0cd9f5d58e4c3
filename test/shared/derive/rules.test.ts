import { describe, expect, test } from "vitest";
import { patternFor, ruleIds, rules } from "../../../shared/derive/rules.ts";
import { resources } from "../../../shared/resources/index.ts";
import { envelope, record } from "../records.ts";
import { matches } from "./matches.ts";

interface Rule {
  readonly Properties: { readonly EventPattern: object; readonly State: string; readonly Targets: readonly object[] };
}

const template: Readonly<Record<string, Rule>> = JSON.parse(JSON.stringify(rules()));
const all = Object.entries(template);
const services = [...new Set([...resources.flatMap((kind) => kind.services), "iam"])];

const eventOf = (service: string, changes: object = {}, around: object = {}) =>
  envelope(record({ eventSource: `${service}.amazonaws.com`, eventName: "SomethingNew", ...changes }), {
    source: `aws.${service}`,
    ...around,
  });

const takenBy = (event: object) =>
  all.filter(([, { Properties }]) => matches(Properties.EventPattern, event)).map(([id]) => id);

test("there is a rule for each service whose resources are guarded, and for IAM", () => {
  expect(all.map(([id]) => id)).toStrictEqual(ruleIds);
  expect(ruleIds).toStrictEqual(["IamWritesRule", "KinesisWritesRule"]);
  for (const [, { Properties }] of all) expect(Properties.State).toBe("ENABLED");
});

test("every pattern is within EventBridge's limit of 2,048 characters", () => {
  for (const [, { Properties }] of all)
    expect(JSON.stringify(Properties.EventPattern).length).toBeLessThanOrEqual(2_048);
});

describe.each(services)("calls of %s", (service) => {
  test("that may change something are taken by one rule, even those newer than this program", () => {
    expect(takenBy(eventOf(service))).toHaveLength(1);
  });

  test("that were denied are taken, too", () => {
    expect(takenBy(eventOf(service, { errorCode: "AccessDenied", requestParameters: null }))).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    ["that only read", { readOnly: true }, {}],
    ["on data", { managementEvent: false, eventCategory: "Data" }, {}],
    ["that reach the bus by another way than CloudTrail", {}, { "detail-type": "Something Else" }],
    ["that somebody put on the bus under a source of their own", {}, { source: "com.example" }],
  ])("%s are not", (_, changes, around) => {
    expect(takenBy(eventOf(service, changes, around))).toStrictEqual([]);
  });
});

test("calls of other services are not taken", () => {
  for (const service of ["s3", "kinesisanalytics", "firehose", "iam-roles"])
    expect(takenBy(eventOf(service))).toStrictEqual([]);
});

test("the pattern of a service names no call", () => {
  expect(JSON.stringify(patternFor("kinesis"))).not.toContain("eventName");
});
