import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Permission } from "../../shared/aws/operations.ts";
import { alarms, drifts } from "../../shared/detections/index.ts";
import type { Found } from "../../shared/incident/finding.ts";
import type { Ears } from "../../shared/response/ears.ts";
import { hear } from "../../shared/response/hear.ts";
import { alarmEvent } from "../shared/alarms.ts";
import { inMemory, refused } from "../shared/in-memory.ts";
import { envelope, home, identities, orders, otherAccount, record } from "../shared/records.ts";
import { settingsOf } from "./orders.ts";

/**
 * What any text makes of the table and the queues. In memory, since it takes thousands of texts; that AWS itself answers
 * like this is what the other tests here show.
 */

const key = `arn:aws:kms:${home.region}:${home.account}:key/11111111-2222-3333-4444-555555555555`;
const arnOf = (name: string) => orders.replace(/orders$/, name);
const streams: Readonly<Record<string, object>> = {
  [arnOf("orders")]: { StreamStatus: "ACTIVE", EncryptionType: "NONE" },
  [arnOf("payments")]: { StreamStatus: "ACTIVE", EncryptionType: "KMS", KeyId: key },
  [arnOf("moving")]: { StreamStatus: "UPDATING", EncryptionType: "KMS", KeyId: key },
};
const settings = settingsOf({
  streams: ["orders", "payments", "moving", "gone"].map((name) => ({ name, encryption: { key } })),
});
const ownRole = `arn:aws:iam::${home.account}:role/restore`;

type Queues = Readonly<Record<"identity" | "resource" | "tellBy" | "shelf", string[]>>;
interface Placed {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly found?: { readonly S: string };
}
/** As much of a call's input as is looked at here. */
interface Said {
  readonly Item: Placed;
  readonly TransactItems?: readonly { readonly Put: { readonly Item: Placed } }[];
  readonly StreamARN: string;
  readonly QueueUrl: keyof Queues;
  readonly MessageBody: string;
  readonly Entries: readonly { readonly MessageBody: string }[];
}

/** Hears a text; what stands in the table and the queues afterwards, and what was thrown. */
const heard = async (body: string, lastTry: boolean) => {
  const table = new Set<string>();
  const found = new Set<string>();
  const queues: Queues = { identity: [], resource: [], tellBy: [], shelf: [] };
  const call = inMemory<Permission>((permission, input) => {
    const said = JSON.parse(JSON.stringify(input)) as Said;
    if (["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"].includes(permission)) return {};
    if (permission === "dynamodb:PutItem" || permission === "dynamodb:TransactWriteItems") {
      const items = said.TransactItems?.map(({ Put }) => Put.Item) ?? [said.Item];
      const places = items.map(({ pk, sk }) => `${pk.S} ${sk.S}`);
      if (places.some((at) => table.has(at))) throw refused("ConditionalCheckFailedException");
      for (const at of places) table.add(at);
      for (const { sk, found: text } of items)
        if (text && sk.S.startsWith("found#"))
          for (const { detection } of (JSON.parse(text.S) as Found).findings) found.add(detection);
      return {};
    }
    if (permission === "sqs:SendMessage") {
      queues[said.QueueUrl].push(said.MessageBody);
      return {};
    }
    if (permission === "sqs:SendMessageBatch") {
      queues[said.QueueUrl].push(...said.Entries.map(({ MessageBody }) => MessageBody));
      return {};
    }
    if (permission === "kinesis:GetResourcePolicy") return {};
    const StreamDescriptionSummary = streams[said.StreamARN];
    if (permission !== "kinesis:DescribeStreamSummary") throw new Error(`${permission} is not for hearing`);
    if (StreamDescriptionSummary === undefined) throw refused("ResourceNotFoundException");
    return { StreamDescriptionSummary };
  });
  const ledger = { table: "ledger", call, now: () => new Date(0) };
  const ears: Ears<Permission> = {
    settings,
    home,
    drifts,
    activities: [],
    alarms,
    call,
    ask: call,
    now: ledger.now,
    ledger,
    send: call,
    queues: { identity: "identity", resource: "resource", tellBy: "tellBy" },
    aside: { send: call, ledger, from: "events", shelf: "shelf" },
    identityActions: ["deactivate-access-key"],
    ownRoles: [ownRole],
  };
  const became = await hear(ears, { id: "m", body, lastTry }).then(
    (result) => result.became,
    (error: Error) => error.name,
  );
  const kinds = [...table].map((at) => at.slice(0, at.indexOf("#")));
  // How a stream is with which nothing is wrong is kept besides, whatever came of the event.
  const rows = [...new Set(kinds)].filter((kind) => kind !== "state").sort();
  const sent = queues.identity.length + queues.resource.length;
  return { became, rows, found: [...found], orders: sent, tellBy: queues.tellBy.length, shelf: queues.shelf };
};

/** What stands in the table of an incident; the actor where somebody is blamed. */
const isIncident = (rows: readonly string[]) =>
  isDeepStrictEqual(
    rows.filter((kind) => kind !== "actor"),
    ["day", "incident", "resource", "source"],
  );

/** Nothing can be done for a stream that is gone, nor about an alarm where nobody is known to have made it ring. */
const hasNoStep = ["stream-deleted", "stream-throttled"];

/** The documented ends, and what each leaves behind. */
const aftermath = ({ became, found }: { readonly became: string; readonly found: readonly string[] }, body: string) => {
  const nothing = { rows: [], orders: 0, tellBy: 0, shelf: [] };
  if (["nothing found", "NotYetKnown", "NotSettled"].includes(became)) return nothing;
  if (became === "unreadable" || became === "not judged") return { ...nothing, rows: ["unreadable"], shelf: [body] };
  if (became !== "incident opened") return { became: "a documented end" };
  // Each order is sent twice: now, and once more after a while.
  const least = found.every((detection) => hasNoStep.includes(detection)) ? 0 : 2;
  const twice = expect.toSatisfy((sent: number) => sent >= least && sent % 2 === 0) as number;
  return { ...nothing, rows: expect.toSatisfy(isIncident) as string[], orders: twice, tellBy: 1 };
};

const streamNames = fc.constantFrom("orders", "payments", "moving", "gone", "clicks", "a b", "");
const place = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(home.account, home.region) },
  fc.constantFrom(otherAccount, "eu-west-1", "", "us:east", "a/b", "1:2:3", null),
  fc.string(),
);
const texts = fc.oneof(streamNames, streamNames.map(arnOf), fc.string(), place);
const parameters = fc.oneof(
  fc.dictionary(
    fc.constantFrom("streamName", "streamARN", "streamNames", "keyId", "tags"),
    fc.oneof(texts, fc.array(texts)),
  ),
  fc.jsonValue(),
);
const identity = fc.oneof(
  fc.constantFrom(identities.user, identities.roleSession(ownRole, "s"), { type: "Root" }, null, {}),
  fc.dictionary(fc.constantFrom("type", "arn", "accountId", "invokedBy", "principalId", "accessKeyId"), fc.string()),
);
const events = fc
  .record(
    {
      eventName: fc.oneof(
        fc.constantFrom("StopStreamEncryption", "StartStreamEncryption", "DeleteStream", "constructor", "valueOf"),
        fc.string(),
      ),
      eventSource: fc.oneof({ weight: 9, arbitrary: fc.constant("kinesis.amazonaws.com") }, fc.string()),
      awsRegion: fc.oneof({ weight: 3, arbitrary: fc.constant(home.region) }, place),
      recipientAccountId: fc.oneof({ weight: 3, arbitrary: fc.constant(home.account) }, place),
      requestParameters: parameters,
      responseElements: parameters,
      userIdentity: identity,
      resources: fc.oneof(fc.array(fc.record({ ARN: texts })), fc.jsonValue()),
      errorCode: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.string()),
      requestID: fc.oneof(fc.string(), fc.constant(null)),
      sourceIPAddress: fc.string(),
      userAgent: fc.string({ maxLength: 400 }),
      eventID: fc.string(),
    },
    { requiredKeys: ["eventSource", "requestParameters"] },
  )
  .map((changes) => JSON.stringify(envelope(record(changes))));

describe("whatever comes out of the events queue leaves nothing, or an incident with its orders, or the text set aside and word of it", () => {
  test("any text", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json(), fc.json({ maxDepth: 6 })),
        fc.boolean(),
        async (body, lastTry) => {
          const end = await heard(body, lastTry);
          expect(end).toMatchObject(aftermath(end, body));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("any record of a call", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(events, fc.boolean(), async (body, lastTry) => {
        const end = await heard(body, lastTry);
        seen.add(end.became);
        expect(end).toMatchObject(aftermath(end, body));
      }),
      { numRuns: 2_000 },
    );
    // The texts were such that each of these came about.
    expect([...seen].sort()).toEqual(["NotSettled", "NotYetKnown", "incident opened", "nothing found", "unreadable"]);
  });

  test("any event of an alarm", async () => {
    const names = fc
      .constantFrom("orders", "gone", "clicks")
      .chain((stream) =>
        fc
          .constantFrom("reads-throttled", "unknown-consumer", "")
          .map((what) => `lockkeeper-x-stream-${stream}-${what}`),
      );
    const state = fc.record({
      value: fc.oneof({ weight: 4, arbitrary: fc.constant("ALARM") }, fc.string()),
      reasonData: fc.oneof(fc.json(), fc.constantFrom(null, '{"recentDatapoints":[1]}'), fc.string()),
    });
    const alarm = fc
      .record({
        alarmName: fc.oneof({ weight: 4, arbitrary: names }, fc.string()),
        state: fc.oneof({ weight: 9, arbitrary: state }, fc.jsonValue()),
        configuration: fc.jsonValue(),
      })
      .map((changes) => JSON.stringify(alarmEvent(changes)));
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(alarm, fc.boolean(), async (body, lastTry) => {
        const end = await heard(body, lastTry);
        seen.add(end.became);
        expect(end).toMatchObject(aftermath(end, body));
      }),
      { numRuns: 500 },
    );
    expect([...seen].sort()).toEqual(["incident opened", "nothing found", "unreadable"]);
  });

  test.each([
    ["a Region that is none", { awsRegion: "us:east-1" }],
    ["an account that is none", { recipientAccountId: "1:2" }],
    ["a Region with a path", { awsRegion: "us-east-1:123456789012:x/" }],
  ])("a record from %s", async (_, changes) => {
    const body = JSON.stringify(
      envelope(record({ ...changes, requestParameters: { streamName: "orders" }, resources: [] })),
    );
    const end = await heard(body, false);
    expect(end).toMatchObject(aftermath(end, body));
  });
});
