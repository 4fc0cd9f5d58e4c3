import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ApiCall } from "../../../shared/cloudtrail/api-call.ts";
import { drifts } from "../../../shared/detections/index.ts";
import { streamId } from "../../../shared/resources/kinesis/stream-id.ts";
import { kinesisStream } from "../../../shared/resources/kinesis-stream.ts";
import type { Bench } from "../../../shared/response/bench.ts";
import { suspectsOf } from "../../../shared/response/suspects.ts";
import { inMemory } from "../in-memory.ts";
import { callOf, home, orders, otherAccount, settingsOf } from "../records.ts";

type Reads = (typeof drifts)[number]["of"]["reads"][number];
type Fields = Readonly<Record<string, unknown>>;

/** Two streams are protected; `clicks` is not. To name suspects, nobody is asked. */
const asked = (permission: string) => {
  throw new Error(`${permission} was asked`);
};
const bench: Bench<Reads> = {
  settings: settingsOf({ streams: [{ name: "orders" }, { name: "payments", mode: "enforce" }] }),
  home,
  drifts,
  call: inMemory<Reads>(asked),
  now: () => new Date(0),
  ledger: {
    table: "ledger",
    call: inMemory<"dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:Query">(asked),
    now: () => new Date(0),
  },
};
const payments = streamId("payments", home.account, home.region);
const clicks = streamId("clicks", home.account, home.region);
const omitted = { omitted: true, originalSize: 104_858, reason: "requestParameters too large" };

/** A call that says nothing of any stream but what is given. */
const bare = (changes: Fields): ApiCall =>
  callOf({ requestParameters: null, responseElements: null, resources: null, ...changes });
const suspected = (call: ApiCall, on: Bench<Reads> = bench): readonly string[] =>
  suspectsOf(call, on).map(({ of, id }) => {
    expect(of).toBe(kinesisStream);
    return id;
  });

describe("a call leads to a look at", () => {
  test.each<[string, Fields, readonly string[]]>([
    ["the protected stream that it names", { streamName: "orders" }, [orders]],
    ["the one that it spells out", { streamARN: payments }, [payments]],
    ["each of several, once", { streamNames: ["orders", "payments", "orders"], streamARN: orders }, [orders, payments]],
    ["the protected ones among those that it names", { streamNames: ["clicks", "payments"] }, [payments]],
    ["nothing where it names a stream that is not protected", { streamName: "clicks", streamARN: clicks }, []],
    ["all protected ones where it names none", { limit: 100 }, [orders, payments]],
    ["all where it names them in a form that is new", { streamId: "orders-0123" }, [orders, payments]],
  ])("%s", (_, requestParameters, ids) => {
    expect([...suspected(bare({ requestParameters }))].sort()).toStrictEqual(ids);
  });

  test("a stream once, however many drifts there are of its kind", () => {
    expect(drifts.length).toBeGreaterThan(1);
    expect(suspected(bare({ requestParameters: { streamName: "orders" } }))).toStrictEqual([orders]);
  });

  test("nothing where no drift is looked for", () => {
    expect(suspected(callOf(), { ...bench, drifts: [] })).toStrictEqual([]);
  });

  test("it whatever the call's name is", () => {
    expect(suspected(callOf({ eventName: "SomethingNew" }))).toStrictEqual([orders]);
  });
});

describe("a call of another service leads to no look", () => {
  test.each(["iam", "kms", "firehose", "dynamodb", "kinesisanalytics", "kinesis-evil"])("%s", (service) => {
    const eventSource = `${service}.amazonaws.com`;
    for (const requestParameters of [{ streamARN: orders, streamName: "orders" }, omitted])
      expect(suspected(callOf({ eventSource, requestParameters }))).toStrictEqual([]);
  });
});

describe("a call that failed changed nothing and leads to no look", () => {
  test.each<[string, Fields]>([
    ["it was denied", { errorCode: "AccessDenied", errorMessage: `on resource: ${orders}`, requestParameters: null }],
    ["it was refused", { errorCode: "ResourceInUseException", errorMessage: "" }],
    ["it has a code and no message", { errorCode: "LimitExceededException", errorMessage: null }],
    ["its parameters were left out", { errorCode: "AccessDenied", requestParameters: omitted }],
  ])("when %s", (_, changes) => {
    expect(suspected(callOf(changes))).toStrictEqual([]);
  });
});

describe("a call whose parameters were left out leads to a look at", () => {
  test("all protected streams, whichever its resources name", () => {
    for (const resources of [null, [], [{ ARN: clicks }], [{ ARN: orders }]])
      expect(suspected(bare({ requestParameters: omitted, resources }))).toStrictEqual([orders, payments]);
  });

  test("nothing where nothing is protected", () => {
    expect(suspected(bare({ requestParameters: omitted }), { ...bench, settings: settingsOf() })).toStrictEqual([]);
  });
});

describe("a call that names no stream, but is known to change something else, leads to no look", () => {
  const others = Object.entries(kinesisStream.claims).filter(([, what]) => what === "other");

  test.each(others)("%s", (eventName) => {
    const channelARN = `arn:aws:kinesis:${home.region}:${home.account}:channel/0`;
    expect(suspected(bare({ eventName, requestParameters: { channelARN } }))).toStrictEqual([]);
    expect(others.length).toBeGreaterThan(0);
  });

  test("nor does one that only reads, or comes from another Region or account", () => {
    for (const elsewhere of [{ readOnly: true }, { awsRegion: "eu-west-1" }, { recipientAccountId: otherAccount }])
      expect(suspected(bare({ requestParameters: { limit: 100 }, ...elsewhere }))).toStrictEqual([]);
  });
});

describe("a name that stands for nothing leads to a look at all protected streams", () => {
  test.each<[string, Fields]>([
    ["another service", { requestParameters: { streamARN: orders.replace(":kinesis:", ":firehose:") } }],
    ["an account that is none", { requestParameters: { streamARN: orders.replace(home.account, "12345") } }],
    ["no account", { requestParameters: { streamARN: orders.replace(home.account, "") } }],
    ["an ARN cut short", { requestParameters: { streamARN: orders.slice(0, -7) } }],
    ["an ARN of nothing", { requestParameters: { streamARN: "arn:::::" } }],
    ["names that are none", { requestParameters: { streamNames: ["", "a/b", "orders\n", " orders", null, 7] } }],
    ["a name of an object's own", { eventName: "constructor" }],
  ])("%s", (_, changes) => {
    expect(suspected(bare(changes))).toStrictEqual([orders, payments]);
  });
});

test("the malformed ARN of calls by name leads to the stream of that name", () => {
  const malformed = (name: string) => bare({ resources: [{ ARN: `arn:aws:kinesis:us-east-1:${name}:stream/null` }] });
  expect(suspected(malformed("orders"))).toStrictEqual([orders]);
  expect(suspected(malformed("clicks"))).toStrictEqual([]);
});

describe("a name of elsewhere leads to no look, and to no error", () => {
  test.each<[string, Fields]>([
    ["another account", { requestParameters: { streamARN: streamId("orders", otherAccount, home.region) } }],
    ["another partition", { requestParameters: { streamARN: orders.replace("arn:aws:", "arn:aws-cn:") } }],
    ["another Region", { requestParameters: { streamARN: streamId("orders", home.account, "eu-west-1") } }],
    ["a name in a call of another Region", { requestParameters: { streamName: "orders" }, awsRegion: "eu-west-1" }],
    [
      "a name in a call of a Region unheard of",
      { requestParameters: { streamName: "orders" }, awsRegion: "nowhere-1" },
    ],
    [
      "a name in a call of a Region that is a mere dash",
      { requestParameters: { streamName: "orders" }, awsRegion: "-" },
    ],
    [
      "a name in a call recorded for another account",
      { requestParameters: { streamName: "orders" }, recipientAccountId: otherAccount },
    ],
    ["a Region unheard of", { requestParameters: { streamARN: streamId("orders", home.account, "nowhere-1") } }],
  ])("%s", (_, changes) => {
    expect(suspected(bare(changes))).toStrictEqual([]);
  });

  test("whatever stands in a call, only protected streams come of it, each once", () => {
    const part = fc.constantFrom(
      "arn",
      "aws",
      "kinesis",
      home.region,
      home.account,
      "stream/orders",
      "orders",
      "",
      ":",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join(":")),
    );
    const field = fc.constantFrom("streamName", "streamARN", "StreamNames", "tags");
    fc.assert(
      fc.property(
        fc.dictionary(field, fc.oneof(text, fc.array(text), fc.jsonValue())),
        text,
        text,
        (request, arn, region) => {
          const call = { ...callOf({ resources: null }), request, region, resources: [{ arn }] };
          const ids = suspected(call);
          expect(new Set(ids).size).toBe(ids.length);
          for (const id of ids) expect([orders, payments]).toContain(id);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
