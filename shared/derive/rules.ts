import type { AnyActivity, Hears } from "../detections/activity.ts";
import { activities, alarms } from "../detections/index.ts";
import { resources } from "../resources/index.ts";
import { madeHears } from "../response/made.ts";
import { pascalCase } from "./letter-case.ts";
import type { Resources } from "./queues.ts";

/**
 * EventBridge rules on the default bus. One for each service that a kind of resource belongs to, and one for IAM: they match
 * every management call that is no mere read, by service and not by name, so that an API newer than this program arrives too.
 * And one for each service whose data events an activity looks at, by name, since there are so many of them; they come only if a
 * trail selects them (docs/data-events.md).
 * EventBridge allows 2,048 characters for a pattern (EventBridge User Guide, quotas).
 */
const services = [...new Set([...resources.flatMap((kind) => kind.services), "iam"])].sort();

type Wanting = { readonly dataEvents?: Readonly<Record<string, readonly string[]>> };
const registered: readonly Wanting[] = [...activities, ...alarms];

/** The names of the data events that activities and alarms look at, by service. */
export const dataEvents: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...new Set(registered.flatMap(({ dataEvents: of = {} }) => Object.keys(of)))]
    .sort()
    .map((service) => [
      service,
      [...new Set(registered.flatMap(({ dataEvents: of = {} }) => of[service] ?? []))].sort(),
    ]),
);

const patternWith = (service: string, detail: object): object => ({
  source: [`aws.${service}`],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: { eventSource: [`${service}.amazonaws.com`], ...detail },
});

export const patternFor = (service: string): object =>
  patternWith(service, { readOnly: [false], managementEvent: [true] });

/** Of data events CloudTrail says that they only read, even of those that write. */
export const dataPatternFor = (service: string): object =>
  patternWith(service, { managementEvent: [false], eventName: dataEvents[service] ?? [] });

/** The events besides, of AWS's own findings and of what somebody who is evicted may come back by. */
const hears: readonly Hears[] = [
  ...(activities as readonly AnyActivity[]).flatMap((one) => one.hears ?? []),
  ...madeHears,
];

const hearsId = ({ id }: Hears): string => `${pascalCase(id)}Rule`;

const idFor = (service: string, kind: "Writes" | "Data"): string =>
  `${service.replace(/[^a-z0-9]/g, "").replace(/^./, (c) => c.toUpperCase())}${kind}Rule`;

/**
 * A rule that sends what matches to the events queue.
 * @param reads it is to match management events that only read, too (EventBridge User Guide, "AWS service events via CloudTrail")
 */
export const rule = (Description: string, EventPattern: object, reads = false): object => ({
  Type: "AWS::Events::Rule",
  Properties: {
    Description,
    EventPattern,
    State: reads ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
    Targets: [
      {
        Id: "events",
        Arn: { "Fn::GetAtt": ["Events", "Arn"] },
        RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
        DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Undelivered", "Arn"] } },
      },
    ],
  },
});

export const rules = (): Resources =>
  Object.fromEntries([
    ...services.map((service) => [
      idFor(service, "Writes"),
      rule(`Every call that may change something in ${service}, as CloudTrail records it`, patternFor(service)),
    ]),
    ...Object.keys(dataEvents).map((service) => [
      idFor(service, "Data"),
      rule(`Records read and written in ${service}, where a trail selects data events`, dataPatternFor(service)),
    ]),
    ...hears.map((one) => [hearsId(one), rule(one.what, one.pattern, one.reads)]),
  ]);

/** Where the events of a stack that hears them elsewhere are to go: CloudFormation of one target. */
type Target = Readonly<Record<string, unknown>>;

/** The rules for what is recorded in IAM's Region alone, with another target. Source: CloudTrail User Guide, "About global service events". */
export const globalRules = (target: Target): Resources => {
  const global = [
    ...services.filter((service) => service === "iam").map((service) => idFor(service, "Writes")),
    ...hears.filter((one) => one.global).map(hearsId),
  ];
  return Object.fromEntries(
    Object.entries(rules() as Readonly<Record<string, { readonly Properties: object }>>)
      .filter(([id]) => global.includes(id))
      .map(([id, of]) => [id, { ...of, Properties: { ...of.Properties, Targets: [target] } }]),
  );
};

export const ruleIds: readonly string[] = Object.keys(rules());
