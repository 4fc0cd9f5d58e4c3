import { describe, expect, test } from "vitest";
import { readEvent } from "../../../shared/cloudtrail/api-call.ts";
import { callOf, envelope, home, identities, orders, record } from "../records.ts";

const problemOf = (event: unknown): string => {
  const read = readEvent(typeof event === "string" ? event : JSON.stringify(event));
  if (read.ok) throw new Error("the event was read");
  return read.problem;
};

describe("a good event", () => {
  test("gives the call with everything that is known of it", () => {
    expect(readEvent(JSON.stringify(envelope(record())))).toStrictEqual({
      ok: true,
      call: {
        eventID: "66666666-7777-8888-9999-000000000000",
        account: home.account,
        region: home.region,
        service: "kinesis",
        name: "StopStreamEncryption",
        time: "2026-09-19T11:31:50Z",
        actor: {
          name: identities.user.arn,
          account: home.account,
          arn: identities.user.arn,
          credential: { kind: "user-key", userName: "alice", accessKeyId: identities.user.accessKeyId },
        },
        sourceIp: "192.0.2.10",
        userAgent: "aws-cli/2.36.28",
        requestId: "11111111-2222-3333-4444-555555555555",
        data: false,
        readOnly: false,
        request: { encryptionType: "KMS", keyId: "alias/orders", streamARN: orders },
        requestOmitted: false,
        additional: {},
        response: {},
        resources: [{ arn: orders, type: "AWS::Kinesis::Stream" }],
      },
    });
  });

  test.each([
    [{ eventCategory: "Data", managementEvent: false, readOnly: true }, true, true],
    [{ managementEvent: "false" }, true, false],
    [{ eventCategory: "Management", managementEvent: true, readOnly: "true" }, false, true],
    [{ readOnly: null }, false, false],
  ])("tells whether it handles records, and whether it only reads: %j", (changes, data, readOnly) => {
    expect(callOf(changes)).toMatchObject({ data, readOnly });
  });

  test("out of an archive is marked as replayed", () => {
    const read = readEvent(JSON.stringify(envelope(record(), { "replay-name": "last-week" })));
    expect(read).toMatchObject({ ok: true, call: { rehearsal: "replayed" } });
  });

  test.each(["lockkeeper.drill", "aws", "AWS.kinesis", "custom.aws.kinesis", ""])(
    "that AWS did not send is marked as a test, since nobody else can put one with a source of AWS: %j",
    (source) => {
      const read = readEvent(JSON.stringify(envelope(record(), { source })));
      expect(read).toMatchObject({ ok: true, call: { rehearsal: "test" } });
    },
  );

  test("that AWS sent, and no archive did, is none of these", () => {
    expect(callOf()).not.toHaveProperty("rehearsal");
  });

  test("of a denied call, whose parameters are null, has an empty request and the error", () => {
    const call = callOf({ errorCode: "AccessDenied", errorMessage: "not authorized", requestParameters: null });
    expect(call.error).toStrictEqual({ code: "AccessDenied", message: "not authorized" });
    expect([call.request, call.requestOmitted]).toStrictEqual([{}, false]);
  });

  test("with an error code and no message is an error all the same", () => {
    expect(callOf({ errorCode: "ThrottlingException" }).error).toStrictEqual({
      code: "ThrottlingException",
      message: "",
    });
  });

  test("of a call that succeeded has no error", () => {
    expect(callOf()).not.toHaveProperty("error");
    expect(callOf({ errorCode: null, errorMessage: null })).not.toHaveProperty("error");
  });

  test("whose parameters CloudTrail left out as too large says so, and has none", () => {
    const requestParameters = { omitted: true, originalSize: 104_858, reason: "requestParameters too large" };
    const call = callOf({ requestParameters });
    expect([call.request, call.requestOmitted]).toStrictEqual([{}, true]);
  });

  test("whose parameters merely say omitted as a text has them", () => {
    const requestParameters = { omitted: "true", streamARN: orders };
    expect(callOf({ requestParameters })).toMatchObject({ request: requestParameters, requestOmitted: false });
  });

  test.each([[["a list"]], ["a text"], [7]])("whose parameters are %j instead of fields has none", (parameters) => {
    const call = callOf({ requestParameters: parameters, responseElements: parameters });
    expect([call.request, call.response]).toStrictEqual([{}, {}]);
  });

  test("that lacks all that a real record may lack is read from what is left", () => {
    const { eventID, eventName, eventSource, eventTime } = record();
    const read = readEvent(JSON.stringify(envelope({ eventID, eventName, eventSource, eventTime })));
    expect(read).toStrictEqual({
      ok: true,
      call: {
        eventID,
        account: home.account,
        region: home.region,
        service: "kinesis",
        name: eventName,
        time: eventTime,
        actor: { name: "unknown", credential: { kind: "unknown", type: "none" } },
        request: {},
        requestOmitted: false,
        additional: {},
        data: false,
        readOnly: false,
        response: {},
        resources: [],
      },
    });
  });

  test("counts for the account it was recorded for, not for the one that called", () => {
    expect(callOf({ userIdentity: { ...identities.user, accountId: "210987654321" } }).account).toBe(home.account);
  });

  test("of the Chinese partition names the service alike", () => {
    expect(callOf({ eventSource: "kinesis.amazonaws.com.cn" }).service).toBe("kinesis");
  });

  test("leaves out resources without an ARN", () => {
    expect(callOf({ resources: [{ type: "AWS::Kinesis::Stream" }, { ARN: null }, { ARN: orders }] }).resources).toEqual(
      [{ arn: orders }],
    );
  });
});

describe("an event that cannot be read", () => {
  const without = (field: string) => Object.fromEntries(Object.entries(record()).filter(([name]) => name !== field));

  test.each([
    ["no text of JSON", "{ secret", /^the message is not JSON \(8 characters\)$/],
    ["a bare value", 3, /^the event: expected .+, found a number$/],
    ["null", "null", /^the event: expected .+, found null$/],
    ["a list", [], /expected .+, found (a list|nothing)$/],
    ["an event without a record", envelope(undefined), /^detail: expected .+, found nothing$/],
    ["a record that is a list", envelope([]), /^detail(\.\w+)?: expected .+, found (a list|nothing)$/],
    [
      "another kind of event",
      envelope(record(), { "detail-type": "GuardDuty Finding" }),
      /^detail-type: expected \("AWS API Call via CloudTrail" \| [^)]*\), found a text of 17 characters$/,
    ],
    ["no event id", envelope(without("eventID")), /^detail\.eventID: expected .+, found nothing$/],
    ["no name of the call", envelope(without("eventName")), /^detail\.eventName: expected .+, found nothing$/],
    ["a name that is null", envelope(record({ eventName: null })), /^detail\.eventName: expected string, found null$/],
    ["no service", envelope(without("eventSource")), /^detail\.eventSource: expected .+, found nothing$/],
    ["no time", envelope(without("eventTime")), /^detail\.eventTime: expected .+, found nothing$/],
    [
      "a time that is none",
      envelope(record({ eventTime: "yesterday" })),
      /^detail\.eventTime: expected .+, found a text of 9 characters$/,
    ],
    [
      "resources that are no list",
      envelope(record({ resources: {} })),
      /^detail\.resources: expected Array, found an? object$/,
    ],
    [
      "an ARN that is a number",
      envelope(record({ resources: [{ ARN: 7 }] })),
      /^detail\.resources\.0\.ARN: expected string, found a number$/,
    ],
    [
      "an identity that is a text",
      envelope(record({ userIdentity: "alice" })),
      /^detail\.userIdentity: expected Object, found a text of 5 characters$/,
    ],
    [
      "an issuer that is a list",
      envelope(record({ userIdentity: { sessionContext: { sessionIssuer: [{}], attributes: 1 } } })),
      /^detail\.userIdentity\.sessionContext\.\w+: expected .+, found a \w+$/,
    ],
  ])("%s: the problem says where, what was expected and what kind of thing was found", (_, event, problem) => {
    expect(problemOf(event)).toMatch(problem);
  });

  test.each(["eventID", "eventName", "eventSource"])("an empty %s: what was expected is said in words", (field) => {
    const problem = problemOf(envelope(record({ [field]: "" })));
    expect(problem).toMatch(new RegExp(`^detail\\.${field}: expected [a-z ]+, found a text of 0 characters$`));
  });

  test("nothing of its content is told", () => {
    const secret = "SECRETSECRET";
    const problems = Object.keys(record()).flatMap((field) => {
      const read = readEvent(JSON.stringify(envelope(record({ [field]: { [secret]: [secret] } }))));
      return read.ok ? [] : [read.problem];
    });
    expect(problems.length).toBeGreaterThan(5);
    for (const problem of problems) expect(problem).not.toContain(secret);
    expect(problemOf(`${secret}{`)).not.toContain(secret);
    expect(problemOf(envelope(record(), { "detail-type": secret }))).not.toContain(secret);
    expect(problemOf(envelope(record({ eventTime: secret })))).not.toContain(secret);
  });
});
