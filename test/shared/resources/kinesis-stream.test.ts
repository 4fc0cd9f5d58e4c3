import { describe, expect, test } from "vitest";
import type { ApiCall } from "../../../shared/cloudtrail/api-call.ts";
import { streamArn, streamId } from "../../../shared/resources/kinesis/stream-id.ts";
import { kinesisStream } from "../../../shared/resources/kinesis-stream.ts";
import { streamAs } from "../detections/kinesis/streams.ts";
import { callOf, home, orders, otherAccount, settingsOf } from "../records.ts";

const { touchedBy } = kinesisStream;
const payments = streamId("payments", home.account, home.region);
const malformed = [{ type: "AWS::Kinesis::Stream", ARN: `arn:aws:kinesis:${home.region}:orders:stream/null` }];
const denial = `User: arn:aws:iam::${home.account}:user/alice is not authorized to perform: kinesis:StopStreamEncryption on resource: ${orders} because no identity-based policy allows the kinesis:StopStreamEncryption action`;

/** A call that says nothing of any stream but what is given. */
const bare = (changes: Readonly<Record<string, unknown>>): ApiCall =>
  callOf({ requestParameters: null, responseElements: null, resources: null, ...changes });

describe("the stream that a call touches is found", () => {
  test.each([
    ["by its name", { requestParameters: { streamName: "orders" }, resources: malformed }],
    ["by its ARN", { requestParameters: { streamARN: orders } }],
    ["as the resource of a policy", { requestParameters: { resourceARN: orders, policy: "{}" } }],
    [
      "by a consumer that a policy is for",
      { requestParameters: { resourceARN: `${orders}/consumer/copy:1789812311` } },
    ],
    ["by the ARN of its consumer", { requestParameters: { consumerARN: `${orders}/consumer/copy:1789812311` } }],
    ["in what was answered", { responseElements: { consumer: { consumerARN: `${orders}/consumer/copy:1789812311` } } }],
    ["in the resources alone", { resources: [{ accountId: home.account, ARN: orders }] }],
    ["in the sentence of a denial alone", { errorCode: "AccessDenied", errorMessage: denial }],
    ["in the malformed ARN alone that Kinesis writes for calls by name", { resources: malformed }],
    [
      "in a call newer than this program",
      { eventName: "SomethingNew", requestParameters: { target: { arn: orders } } },
    ],
    [
      "by name in a call newer than this program",
      { eventName: "SomethingNew", requestParameters: { StreamName: "orders" } },
    ],
    ["in nested lists", { requestParameters: { a: [[{ b: [{ streamName: "orders" }] }]] } }],
    [
      "named and spelt out in one call, once",
      { requestParameters: { streamName: "orders", streamARN: orders }, resources: [{ ARN: orders }] },
    ],
  ])("%s", (_, changes) => {
    expect(touchedBy(bare(changes))).toStrictEqual([orders]);
  });
});

test("a call may touch several streams", () => {
  const listed = bare({ requestParameters: { streamNames: ["orders", "payments"] } });
  const nested = bare({
    requestParameters: { streamConfigurationList: [{ streamARN: orders }, { streamARN: payments }] },
  });
  const mixed = bare({ requestParameters: { streamName: "orders" }, responseElements: { streamARN: payments } });
  for (const call of [listed, nested, mixed]) expect([...touchedBy(call)].sort()).toStrictEqual([orders, payments]);
});

test("a stream of another account or Region keeps them", () => {
  const theirs = streamId("orders", otherAccount, "eu-west-1");
  expect(touchedBy(bare({ requestParameters: { streamARN: theirs } }))).toStrictEqual([theirs]);
});

test.each([
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
])("in the partition %s, a stream has the same id by name and by ARN", (partition, awsRegion) => {
  const id = `arn:${partition}:kinesis:${awsRegion}:${home.account}:stream/orders`;
  expect(touchedBy(bare({ awsRegion, requestParameters: { streamName: "orders" } }))).toStrictEqual([id]);
  expect(touchedBy(bare({ awsRegion, requestParameters: { streamARN: id } }))).toStrictEqual([id]);
});

describe("no stream is made up", () => {
  test("out of a malformed ARN that stands anywhere but where Kinesis writes it", () => {
    const ARN = malformed[0]?.ARN ?? "";
    expect(touchedBy(bare({ requestParameters: { note: ARN } }))).toStrictEqual([]);
    for (const longer of [`${ARN}x`, `x${ARN}`, ARN.replace("orders", "a/b"), ARN.replace("orders", "")])
      expect(touchedBy(bare({ resources: [{ ARN: longer }] }))).toStrictEqual([]);
  });

  test("out of a call that names none", () => {
    expect(
      touchedBy(bare({ requestParameters: { limit: 100, name: "orders", nothing: null, yes: true } })),
    ).toStrictEqual([]);
  });
});

test("what stands in a caller's own words never leads to something that is no stream", () => {
  // Keys and values of tags are free text; a value may be empty or hold slashes.
  const settings = settingsOf({ mode: "enforce", streams: [{ name: "orders" }] });
  for (const value of ["", "a/b", "a b", "orders/consumer/x", "x".repeat(129), "orders\n"]) {
    const call = bare({ requestParameters: { streamARN: orders, tags: { streamName: value } } });
    const declared = touchedBy(call).map((id) => kinesisStream.declared(id, settings, home));
    expect(declared.filter((stream) => stream !== undefined)).toStrictEqual([{ name: "orders" }]);
  }
});

describe("a call of monstrous form is looked through", () => {
  test("100,000 levels deep", () => {
    const depth = 100_000;
    const request = JSON.parse(`${'{"a":['.repeat(depth)}${JSON.stringify(orders)}${"]}".repeat(depth)}`);
    expect(touchedBy({ ...bare({}), request })).toStrictEqual([orders]);
  });

  test("200,000 fields wide", () => {
    const fields = Array.from({ length: 200_000 }, (_, index): [string, unknown] => [`k${index}`, index]);
    expect(touchedBy({ ...bare({}), request: { ...Object.fromEntries(fields), streamARN: orders } })).toStrictEqual([
      orders,
    ]);
  });

  test("one text of a million characters", () => {
    const request = { policy: `${"arn:aws:kinesis:".repeat(60_000)}${orders}` };
    expect(touchedBy({ ...bare({}), request })).toStrictEqual([orders]);
  });
});

describe("a stream is protected", () => {
  const settings = settingsOf({ streams: [{ name: "orders", mode: "enforce" }] });

  test("when lockkeeper.yml names it, in the home account and Region", () => {
    expect(kinesisStream.declared(orders, settings, home)).toStrictEqual({ name: "orders", mode: "enforce" });
  });

  test.each([
    ["another name", payments],
    ["another account", streamId("orders", otherAccount, home.region)],
    ["another Region", streamId("orders", home.account, "eu-west-1")],
    ["an id that is no stream's", `${orders}/consumer/x:1`],
    ["its bare name", "orders"],
  ])("but not under %s", (_, id) => {
    expect(kinesisStream.declared(id, settings, home)).toBeUndefined();
  });

  test("and listed by its id, one of the home account and Region", () => {
    const both = settingsOf({ streams: [{ name: "orders" }, { name: "payments", mode: "observe" }] });
    expect(kinesisStream.protected(both, home)).toStrictEqual([orders, payments]);
    expect(kinesisStream.protected(settingsOf(), home)).toStrictEqual([]);
    const china = { account: otherAccount, region: "cn-north-1" };
    expect(kinesisStream.protected(settings, china)).toStrictEqual([
      `arn:aws-cn:kinesis:cn-north-1:${otherAccount}:stream/orders`,
    ]);
  });

  test("under every id that it is listed by", () => {
    for (const at of [home, { account: otherAccount, region: "us-gov-west-1" }])
      for (const id of kinesisStream.protected(settings, at))
        expect(kinesisStream.declared(id, settings, at)).toStrictEqual({ name: "orders", mode: "enforce" });
  });

  test.each([
    ["UPDATING", true],
    ["CREATING", true],
    ["ACTIVE", false],
    ["DELETING", false],
  ])("%s: whether its state is still on its way is %s", (status, settling) => {
    expect(kinesisStream.settling(streamAs({ status }))).toBe(settling);
  });
});

test("the id of a stream is its ARN, and anything else is none", () => {
  expect(streamArn(orders)).toMatchObject({ name: "orders", account: home.account, region: home.region });
  for (const id of [
    "",
    "orders",
    `${orders}/consumer/x:1`,
    "arn:aws:kinesis:us-east-1:123456789012:stream/",
    "arn:aws:kinesis:us-east-1:123456789012:orders",
    "arn:aws:kinesis:us-east-1:orders:stream/a/null",
    "arn:aws:sqs:us-east-1:123456789012:stream/orders",
  ])
    expect(streamArn(id)).toBeUndefined();
});
