import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dataEvents, dataPatternFor, patternFor, ruleIds, rules } from "../../../shared/derive/rules.ts";
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

test("there is a rule for each service whose resources are guarded, for the data events of each, and for what is heard besides", () => {
  expect(all.map(([id]) => id)).toStrictEqual(ruleIds);
  expect(ruleIds).toStrictEqual([
    "IamWritesRule",
    "KinesisWritesRule",
    "KinesisDataRule",
    "ExposedKeysRule",
    "GuardDutyRule",
    "SignInRule",
    "RootRule",
    "SessionsRule",
    "FunctionsRule",
  ]);
});

test("only the rule for sessions asks for calls that read: STS's are such", () => {
  const states = all.map(([id, { Properties }]) => [id, Properties.State]);
  expect(states.filter(([, state]) => state !== "ENABLED")).toStrictEqual([
    ["SessionsRule", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"],
  ]);
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

describe("data events", () => {
  const data = { managementEvent: false, eventCategory: "Data", readOnly: true };

  test("that an activity looks at are taken by one rule, denied or not", () => {
    expect(dataEvents).toStrictEqual({
      kinesis: ["GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard"],
    });
    for (const [service, names] of Object.entries(dataEvents))
      for (const eventName of names)
        for (const outcome of [{}, { errorCode: "AccessDenied", requestParameters: null }])
          expect(takenBy(eventOf(service, { ...data, eventName, ...outcome }))).toStrictEqual(["KinesisDataRule"]);
  });

  test("of the same names that are no data events are not, nor are those of other services", () => {
    expect(takenBy(eventOf("kinesis", { eventName: "GetRecords", readOnly: true }))).toStrictEqual([]);
    expect(takenBy(eventOf("dynamodb", { ...data, eventName: "GetRecords" }))).toStrictEqual([]);
  });

  test("are selected by the very names that a trail is told to select", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs/data-events.md"), "utf8");
    const [, json = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const selectors: readonly {
      readonly FieldSelectors: readonly { readonly Field: string; readonly Equals: readonly string[] }[];
    }[] = JSON.parse(json);
    const equals = (field: string) =>
      selectors.flatMap(({ FieldSelectors }) =>
        FieldSelectors.filter(({ Field }) => Field === field).flatMap(({ Equals }) => Equals),
      );
    expect([...new Set(equals("eventName"))].sort()).toStrictEqual(dataEvents["kinesis"]);
    expect(equals("resources.type").sort()).toStrictEqual(["AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer"]);
    expect(new Set(equals("eventCategory"))).toStrictEqual(new Set(["Data", "Management"]));
  });

  test("have a pattern that names them, and says nothing of reading: CloudTrail calls writes of records reads", () => {
    expect(JSON.stringify(dataPatternFor("kinesis"))).not.toContain("readOnly");
  });
});

test("calls of other services are not taken", () => {
  for (const service of ["s3", "kinesisanalytics", "firehose", "iam-roles"])
    expect(takenBy(eventOf(service))).toStrictEqual([]);
});

test("the pattern of a service names no call", () => {
  expect(JSON.stringify(patternFor("kinesis"))).not.toContain("eventName");
});
