import { describe, expect, test } from "vitest";
import { type Grant, grantOf, widens } from "../../../shared/policy/grants.ts";
import { readPolicy } from "../../../shared/policy/read-policy.ts";

const stream = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";
const key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const inStreams = (name: string) => `arn:aws:kinesis:us-east-1:123456789012:stream/${name}`;

const allow = { Effect: "Allow", Action: "kinesis:GetRecords", Resource: "*" };
const deny = { ...allow, Effect: "Deny" };
const from = (address: string) => ({ Condition: { IpAddress: { "aws:SourceIp": address } } });
const withMfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

const read = (statements: readonly object[], version = "2012-10-17") => {
  const policy = readPolicy(JSON.stringify({ Version: version, Statement: statements }));
  if (policy.kind === "unreadable") throw new Error(policy.reason);
  return policy;
};

/** What statements of one policy grant of reading from a stream. */
const granted = (...statements: readonly object[]): Grant | undefined =>
  grantOf([read(statements)], "kinesis:GetRecords", stream);

const outright: Grant = { allowedIf: [[]], deniedIf: [] };
const onlyIf = (...conditions: readonly string[]): Grant => ({ allowedIf: [conditions], deniedIf: [] });

test("nothing is granted by nothing", () => {
  expect(grantOf([], "kinesis:GetRecords", stream)).toBeUndefined();
  expect(granted()).toBeUndefined();
});

describe("of actions", () => {
  test.each<[string, string, string | readonly string[], boolean]>([
    ["the same is granted", "kinesis:GetRecords", "kinesis:GetRecords", true],
    ["the same in other letters is granted", "kinesis:GetRecords", "KINESIS:getrecords", true],
    ["the same is granted to whoever asks in other letters", "Kinesis:GETRECORDS", "kinesis:GetRecords", true],
    ["another is not", "kinesis:PutRecords", "kinesis:GetRecords", false],
    ["one that only begins alike is not", "kinesis:GetRecordsAndMore", "kinesis:GetRecords", false],
    ["one that only ends alike is not", "kinesis:GetRecords", "kinesis:Records", false],
    ["any is granted by *", "kinesis:GetRecords", "*", true],
    ["any of the service is granted by its *", "kinesis:GetRecords", "kinesis:*", true],
    ["none of another service is", "kms:Decrypt", "kinesis:*", false],
    ["one that ends alike is granted by a * before it", "kinesis:GetRecords", "kinesis:*Records", true],
    ["one that has both ends is granted by a * in it", "kinesis:GetRecords", "kinesis:G*s", true],
    ["a * may stand for nothing", "kinesis:GetRecords", "kinesis:Get*Records*", true],
    ["many wildcards are many", "kinesis:GetRecords", "kinesis:*e*e*r?s", true],
    ["a ? stands for one letter", "kinesis:GetRecords", "kinesis:?etRecord?", true],
    ["a ? does not stand for none", "kinesis:GetRecords", "kinesis:GetRecords?", false],
    ["a ? does not stand for two", "kinesis:GetRecords", "kinesis:G?Records", false],
    ["wildcards match in other letters too", "kinesis:GetRecords", "KINESIS:GET*", true],
    ["a variable is none", "kinesis:GetRecords", "kinesis:${aws:username}", false],
    ["any of a list is granted", "kinesis:GetRecords", ["kms:Decrypt", "kinesis:Get*"], true],
    ["what is not on the list is not", "kinesis:PutRecord", ["kms:Decrypt", "kinesis:Get*"], false],
  ])("%s: %s by %s", (_, action, Action, isGranted) => {
    const ofAction = grantOf([read([{ ...allow, Action }])], action, stream);
    expect(ofAction).toStrictEqual(isGranted ? outright : undefined);
    const { Action: _action, ...rest } = allow;
    const ofAllOthers = grantOf([read([{ ...rest, NotAction: Action }])], action, stream);
    expect(ofAllOthers).toStrictEqual(isGranted ? undefined : outright);
  });
});

describe("of resources", () => {
  test.each<[string, string, string | readonly string[], boolean]>([
    ["the same is granted", stream, stream, true],
    ["another is not", stream, inStreams("payments"), false],
    ["one in other letters is another", stream, inStreams("Orders"), false],
    ["any is granted by *", stream, "*", true],
    ["one of any Region and account is granted", stream, "arn:aws:kinesis:*:*:stream/orders", true],
    ["one of any kind is granted by a * that reaches over colons", stream, "arn:aws:kinesis:*", true],
    ["a * also reaches over slashes", `${stream}/consumer/reader:1700000000`, inStreams("*"), true],
    ["a consumer is not its stream", `${stream}/consumer/reader:1700000000`, stream, false],
    ["one that ends alike is granted by a * before it", stream, inStreams("*ders"), true],
    ["a ? stands for one letter", stream, inStreams("order?"), true],
    ["a ? does not stand for two", stream, inStreams("orde?"), false],
    ["one of another account is not", stream, stream.replace("123456789012", "210987654321"), false],
    ["a key is no stream", key, "arn:aws:kinesis:*:*:*", false],
    ["an action without resources is granted by *", "*", "*", true],
    ["an action without resources is not by an ARN", "*", "arn:aws:kinesis:*:*:stream/*", false],
    ["any of a list is granted", stream, [key, stream], true],
    ["what is not on the list is not", stream, [key, inStreams("a*")], false],
    ["${*} is an asterisk, which others are not", stream, inStreams("${*}"), false],
    ["${*} is an asterisk, and is one", inStreams("a*"), inStreams("a${*}"), true],
    ["${?} is a question mark, which others are not", stream, inStreams("order${?}"), false],
    ["${?} is a question mark, and is one", inStreams("order?"), inStreams("order${?}"), true],
    ["${$} is a dollar sign, and is one", inStreams("${aws:username}"), inStreams("${$}{aws:username}"), true],
    ["what is not closed is no variable", inStreams("${aws:username"), inStreams("${aws:username"), true],
    ["a variable that cannot make it fit", stream, inStreams("payments-${aws:username}"), false],
  ])("%s: %s by %s", (_, resource, Resource, isGranted) => {
    const ofResource = grantOf([read([{ ...allow, Resource }])], "kinesis:GetRecords", resource);
    expect(ofResource).toStrictEqual(isGranted ? outright : undefined);
    const { Resource: _resource, ...rest } = allow;
    const ofAllOthers = grantOf([read([{ ...rest, NotResource: Resource }])], "kinesis:GetRecords", resource);
    expect(ofAllOthers).toStrictEqual(isGranted ? undefined : outright);
  });

  test("a statement that names none grants nothing and denies nothing", () => {
    const { Resource: _, ...bare } = allow;
    expect(granted(bare)).toBeUndefined();
    expect(granted(allow, { ...bare, Effect: "Deny" })).toStrictEqual(outright);
  });
});

describe("variables", () => {
  const own = inStreams("${aws:username}");
  const team = inStreams("${aws:PrincipalTag/team}-*");
  const { Resource: _, ...rest } = allow;

  test("are a condition where they could stand for the right thing", () => {
    expect(granted({ ...allow, Resource: own })).toStrictEqual(onlyIf(`resource ["${own}"]`));
    expect(granted({ ...rest, NotResource: own })).toStrictEqual(onlyIf(`notresource ["${own}"]`));
    expect(granted(allow, { ...deny, Resource: own })).toStrictEqual({
      allowedIf: [[]],
      deniedIf: [[`resource ["${own}"]`]],
    });
  });

  test("are one condition with all the values that have them and could fit, in any order", () => {
    const other = inStreams("*${aws:userid}");
    const both = onlyIf(`resource ["${own}","${other}"]`);
    expect(granted({ ...allow, Resource: [own, team, key, other] })).toStrictEqual(both);
    expect(granted({ ...allow, Resource: [other, own] })).toStrictEqual(both);
  });

  test("do not matter where another value fits without", () => {
    expect(granted({ ...allow, Resource: [own, stream] })).toStrictEqual(outright);
    expect(granted({ ...rest, NotResource: [own, stream] })).toBeUndefined();
  });

  test("are one condition among the others of the statement", () => {
    expect(granted({ ...allow, Resource: own, ...withMfa })).toStrictEqual(
      onlyIf('bool aws:multifactorauthpresent ["true"]', `resource ["${own}"]`),
    );
  });

  test.each(["2008-10-17", undefined])("are plain text in a policy of version %s", (Version) => {
    const granting = (resource: string) => {
      const policy = readPolicy(JSON.stringify({ Version, Statement: { ...allow, Resource: own } }));
      return policy.kind === "policy" ? grantOf([policy], "kinesis:GetRecords", resource) : policy;
    };
    expect(granting(stream)).toBeUndefined();
    expect(granting(own)).toStrictEqual(outright);
  });

  test("of old policies have wildcards in them", () => {
    const policy = read([{ ...allow, Resource: inStreams("${*}") }], "2008-10-17");
    expect(grantOf([policy], "kinesis:GetRecords", inStreams("${anything}"))).toStrictEqual(outright);
    expect(grantOf([policy], "kinesis:GetRecords", inStreams("*"))).toBeUndefined();
  });
});

describe("conditions", () => {
  test("are kept, keys and operators in one case of letters, values and conditions in one order", () => {
    const Condition = {
      StringLike: { "aws:PrincipalTag/Team": ["red", "b*"] },
      IpAddress: { "AWS:SourceIp": "192.0.2.1" },
      "ForAnyValue:StringEquals": { "aws:TagKeys": "a" },
      Bool: { "aws:SecureTransport": true },
    };
    expect(granted({ ...allow, Condition })).toStrictEqual(
      onlyIf(
        'bool aws:securetransport ["true"]',
        'foranyvalue:stringequals aws:tagkeys ["a"]',
        'ipaddress aws:sourceip ["192.0.2.1"]',
        'stringlike aws:principaltag/team ["b*","red"]',
      ),
    );
  });

  test("of several statements are alternatives", () => {
    expect(granted({ ...allow, ...withMfa }, { ...allow, ...from("192.0.2.1") })).toStrictEqual({
      allowedIf: [['bool aws:multifactorauthpresent ["true"]'], ['ipaddress aws:sourceip ["192.0.2.1"]']],
      deniedIf: [],
    });
  });

  test("of a Deny are kept apart", () => {
    expect(granted({ ...deny, ...from("192.0.2.1") }, { ...allow, ...withMfa })).toStrictEqual({
      allowedIf: [['bool aws:multifactorauthpresent ["true"]']],
      deniedIf: [['ipaddress aws:sourceip ["192.0.2.1"]']],
    });
    expect(granted({ ...deny, ...withMfa })).toBeUndefined();
  });
});

describe("a Deny without conditions", () => {
  test("leaves nothing, wherever it stands", () => {
    expect(granted(allow, deny)).toBeUndefined();
    expect(granted(deny, allow)).toBeUndefined();
    expect(grantOf([read([allow]), read([deny])], "kinesis:GetRecords", stream)).toBeUndefined();
  });

  test("of something else does not matter", () => {
    expect(granted(allow, { ...deny, Action: "kinesis:Put*" })).toStrictEqual(outright);
    expect(granted(allow, { ...deny, Resource: key })).toStrictEqual(outright);
    const { Action: _, Resource: __, ...rest } = deny;
    expect(granted(allow, { ...rest, NotAction: "kinesis:Get*", NotResource: key })).toStrictEqual(outright);
    expect(granted(allow, { ...rest, NotAction: "kms:*", NotResource: key })).toBeUndefined();
  });
});

test("several policies count together, each by its own version", () => {
  const own = { ...allow, Resource: inStreams("${aws:username}") };
  const policies = [
    read([own], "2008-10-17"),
    read([own]),
    read([
      { ...allow, ...withMfa },
      { ...deny, ...from("::1") },
    ]),
  ];
  expect(grantOf(policies, "kinesis:GetRecords", stream)).toStrictEqual({
    allowedIf: [[`resource ["${own.Resource}"]`], ['bool aws:multifactorauthpresent ["true"]']],
    deniedIf: [['ipaddress aws:sourceip ["::1"]']],
  });
});

describe("what lets more requests through than before is wider", () => {
  const mine = { ...allow, ...from("192.0.2.1") };
  const narrow = { ...allow, Condition: { ...withMfa.Condition, ...mine.Condition } };
  const denied = { ...deny, ...from("203.0.113.0/24") };
  const deniedLess = { ...deny, Condition: { ...withMfa.Condition, ...denied.Condition } };

  test.each<[string, readonly object[], readonly object[], boolean]>([
    ["the same", [allow], [allow], false],
    ["the same under conditions", [narrow, denied], [narrow, denied], false],
    ["nothing, after nothing", [], [], false],
    ["nothing, after something", [], [allow], false],
    ["something, after nothing", [narrow], [], true],
    ["something, after what was denied", [allow], [allow, deny], true],
    ["what is denied now", [allow, deny], [narrow], false],
    ["a condition less", [mine], [narrow], true],
    ["no condition", [allow], [mine], true],
    ["a condition more", [narrow], [mine], false],
    ["a first condition", [mine], [allow], false],
    ["another condition", [{ ...allow, ...from("192.0.2.2") }], [mine], true],
    ["another operator", [{ ...allow, Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.1" } } }], [mine], true],
    ["a value more", [{ ...allow, Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.1", "::1"] } } }], [mine], true],
    [
      "the same in other letters",
      [{ ...allow, Condition: { ipaddress: { "AWS:sourceip": ["192.0.2.1"] } } }],
      [mine],
      false,
    ],
    ["one of two alternatives", [mine], [mine, { ...allow, ...withMfa }], false],
    ["an alternative more", [mine, { ...allow, ...withMfa }], [mine], true],
    ["an alternative that another one covers", [mine, narrow], [mine], false],
    ["a conditional Deny more", [allow, denied], [allow], false],
    ["a conditional Deny less", [allow], [allow, denied], true],
    ["a Deny of fewer requests", [allow, deniedLess], [allow, denied], true],
    ["a Deny of more requests", [allow, denied], [allow, deniedLess], false],
    ["a Deny of other requests", [allow, { ...deny, ...from("::1") }], [allow, denied], true],
    ["a narrower Allow under a Deny less", [narrow], [allow, denied], true],
    ["a wider Allow under a Deny more", [allow, denied], [mine], true],
    ["the same, by way of wildcards", [{ ...allow, Action: "kinesis:G*", Resource: inStreams("*") }], [allow], false],
    ["the own resource, after all", [{ ...allow, Resource: inStreams("${aws:username}") }], [allow], false],
    ["all, after the own resource", [allow], [{ ...allow, Resource: inStreams("${aws:username}") }], true],
    [
      "what is another's",
      [{ ...allow, Resource: inStreams("${aws:userid}") }],
      [{ ...allow, Resource: inStreams("${aws:username}") }],
      true,
    ],
  ])("%s", (_, now, before, isWider) => {
    expect(widens(granted(...now), granted(...before))).toBe(isWider);
  });

  test("a variable that was plain text in the version before", () => {
    const own = [{ ...allow, Resource: inStreams("${aws:username}") }];
    const [now, before] = [read(own), read(own, "2008-10-17")].map((policy) =>
      grantOf([policy], "kinesis:GetRecords", stream),
    );
    expect(widens(now, before)).toBe(true);
    expect(widens(before, now)).toBe(false);
  });
});

test("a condition with a variable is another one in a policy from before there were any", () => {
  const said = (Version: string) => {
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "${aws:username}" } };
    const Statement = [{ Effect: "Allow", Action: "kinesis:*", Resource: "*", Condition }];
    const policy = readPolicy(JSON.stringify({ Version, Statement }));
    if (policy.kind !== "policy") throw new Error(policy.reason);
    return grantOf([policy], "kinesis:GetRecords", "arn:aws:kinesis:us-east-1:123456789012:stream/orders");
  };
  expect(widens(said("2012-10-17"), said("2008-10-17"))).toBe(true);
  expect(widens(said("2012-10-17"), said("2012-10-17"))).toBe(false);
});
