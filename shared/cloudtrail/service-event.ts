import * as v from "valibot";
import type { ApiCall, Read } from "./api-call.ts";
import { around, readAs, rehearsalOf } from "./bus-event.ts";

/**
 * What AWS itself has found out about a credential, as a call by the service that says so, so that all that answers calls can answer it.
 * Whose credential it is stands in `request`; they have done nothing by it.
 */

const text = v.string();
const maybe = <S extends v.GenericSchema>(schema: S) => v.nullish(schema);

/** Source: AWS Health User Guide, "Amazon EventBridge event schema for AWS Health". */
const health = v.looseObject({
  "detail-type": v.literal("AWS Health Event"),
  ...around,
  id: v.pipe(text, v.nonEmpty("a text that is not empty")),
  time: v.pipe(text, v.isoTimestamp("a time in ISO 8601")),
  detail: v.looseObject({
    eventTypeCode: text,
    eventArn: maybe(text),
    affectedEntities: maybe(v.array(v.looseObject({ entityValue: maybe(text) }))),
  }),
});

/** Source: GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge". */
const guardDuty = v.looseObject({
  "detail-type": v.literal("GuardDuty Finding"),
  ...around,
  time: v.pipe(text, v.isoTimestamp("a time in ISO 8601")),
  detail: v.looseObject({
    id: text,
    type: text,
    severity: v.number(),
    resource: v.looseObject({
      accessKeyDetails: maybe(
        v.looseObject({
          accessKeyId: maybe(text),
          userName: maybe(text),
          userType: maybe(text),
          principalId: maybe(text),
        }),
      ),
    }),
    service: maybe(
      v.looseObject({
        archived: maybe(v.boolean()),
        count: maybe(v.number()),
        additionalInfo: maybe(v.looseObject({ sample: maybe(v.boolean()) })),
      }),
    ),
  }),
});

type Said = Pick<ApiCall, "eventID" | "account" | "region" | "name" | "time" | "request"> & {
  readonly service: string;
  readonly isSample?: boolean;
};

const callBy = ({ service, isSample, ...said }: Said, more: Parameters<typeof rehearsalOf>[0]): ApiCall => {
  const host = `${service}.amazonaws.com`;
  return {
    ...said,
    service,
    actor: { name: host, credential: { kind: "service", service: host }, invokedBy: host },
    data: false,
    readOnly: false,
    requestOmitted: false,
    response: {},
    additional: {},
    resources: [],
    ...rehearsalOf(more),
    ...(isSample ? { rehearsal: "test" as const } : {}),
  };
};

/** Whether an event is to be read as one of these. */
export const isServiceEvent = (value: unknown): boolean => {
  const type = (value as { readonly "detail-type"?: unknown } | null)?.["detail-type"];
  return type === "AWS Health Event" || type === "GuardDuty Finding";
};

const readHealth = (value: unknown): Read => {
  const read = readAs(health, value);
  if (!read.ok) return read;
  const { id, time, account, region, detail, ...more } = read.value;
  const accessKeyIds = (detail.affectedEntities ?? []).flatMap(({ entityValue }) => entityValue ?? []);
  const request = { accessKeyIds };
  // Health sends an event again, under a new id, while it is open.
  const eventID = detail.eventArn ?? id;
  const said = { eventID, time, account, region, service: "health", name: detail.eventTypeCode, request };
  return { ok: true, call: callBy(said, more) };
};

const readGuardDuty = (value: unknown): Read => {
  const read = readAs(guardDuty, value);
  if (!read.ok) return read;
  const { time, account, region, detail, ...more } = read.value;
  const { id, type, severity, resource, service } = detail;
  const request = { ...resource.accessKeyDetails, severity, archived: service?.archived === true };
  const isSample = service?.additionalInfo?.sample === true;
  // A finding is sent again, under its own id, whenever it is seen once more.
  const eventID = `${id}#${service?.count ?? 1}`;
  const said = { eventID, time, account, region, service: "guardduty", name: type, request, isSample };
  return { ok: true, call: callBy(said, more) };
};

/** The call that stands for what AWS Health or GuardDuty says. Never throws: what cannot be read comes back as a problem that says where. */
export const readServiceEvent = (value: unknown): Read =>
  (value as { readonly "detail-type"?: unknown })["detail-type"] === "AWS Health Event"
    ? readHealth(value)
    : readGuardDuty(value);
