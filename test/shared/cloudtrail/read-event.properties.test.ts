import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { readEvent } from "../../../shared/cloudtrail/api-call.ts";
import { envelope, identities, record } from "../records.ts";

/** The declared types of ApiCall, once more and independently: no field may be undefined, none of another type. */
const filled = v.pipe(v.string(), v.nonEmpty());
const bag = v.record(v.string(), v.unknown());
const apiCall = v.strictObject({
  eventID: filled,
  account: v.string(),
  region: v.string(),
  service: v.string(),
  name: filled,
  time: v.pipe(v.string(), v.isoTimestamp()),
  actor: v.strictObject({
    name: filled,
    account: v.exactOptional(filled),
    arn: v.exactOptional(filled),
    credential: v.looseObject({ kind: filled }),
    invokedBy: v.exactOptional(filled),
  }),
  sourceIp: v.exactOptional(filled),
  userAgent: v.exactOptional(filled),
  requestId: v.exactOptional(filled),
  error: v.exactOptional(v.strictObject({ code: filled, message: v.string() })),
  request: bag,
  data: v.boolean(),
  readOnly: v.boolean(),
  requestOmitted: v.boolean(),
  additional: v.record(v.string(), v.unknown()),
  response: bag,
  resources: v.array(v.strictObject({ arn: filled, type: v.exactOptional(filled) })),
  rehearsal: v.exactOptional(v.picklist(["replayed", "test"])),
});

test("no text, whatever it holds, makes the reader throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(readEvent(text)).toHaveProperty("ok");
    }),
    { numRuns: 500 },
  );
});

test("no JSON, in whichever place it stands, makes the reader throw", () => {
  const places = fc.constantFrom(
    (value: unknown) => value,
    (value: unknown) => envelope(value),
    (value: unknown) => envelope(record({ userIdentity: value })),
    (value: unknown) => envelope(record({ requestParameters: value, resources: value })),
    (value: unknown) => envelope(record(), { account: value }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), places, (value, place) => {
      const read = readEvent(JSON.stringify(place(value)));
      expect(read.ok ? "" : read.problem).toMatch(/^$|^[\w.-]+( [\w.-]+)*: expected .+, found .+$/);
    }),
    { numRuns: 1000 },
  );
});

const odd = fc.oneof(fc.constant(null), fc.string(), fc.jsonValue());
const identity = fc.oneof(
  fc.constant(identities.user),
  fc.record(
    {
      type: fc.constantFrom(
        "IAMUser",
        "AssumedRole",
        "Role",
        "Root",
        "FederatedUser",
        "AWSAccount",
        "AWSService",
        "IdentityCenterUser",
        "SAMLUser",
        "Unknown",
        "Directory",
        "",
      ),
      principalId: fc.string(),
      arn: fc.string(),
      accountId: fc.constantFrom("123456789012", ""),
      accessKeyId: fc.constantFrom("AKIAEXAMPLEEXAMPLE00", "ASIAEXAMPLEEXAMPLE00", ""),
      userName: fc.string(),
      invokedBy: fc.string(),
      sessionContext: fc.record({ sessionIssuer: fc.record({ arn: fc.string(), userName: fc.string() }) }),
    },
    { requiredKeys: [] },
  ),
);

/** Records as they are, with some fields left out or of another kind. */
const records = fc.tuple(
  fc.dictionary(fc.constantFrom(...Object.keys(record())), odd, { maxKeys: 2, noNullPrototype: true }),
  fc.subarray(Object.keys(record()), { maxLength: 4 }),
  identity,
);

test("every event that is read gives a call with fields of the declared types and no others", () => {
  let read = 0;
  fc.assert(
    fc.property(records, ([changes, absent, userIdentity]) => {
      const detail = Object.fromEntries(
        Object.entries(record({ userIdentity, ...changes })).filter(([name]) => !absent.includes(name)),
      );
      const result = readEvent(JSON.stringify(envelope(detail)));
      if (!result.ok) return;
      read += 1;
      const checked = v.safeParse(apiCall, result.call);
      expect(checked.issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)).toBeUndefined();
    }),
    { numRuns: 1500 },
  );
  expect(read).toBeGreaterThan(300);
});

test("the same event gives the same call every time", () => {
  fc.assert(
    fc.property(records, ([changes, , userIdentity]) => {
      const json = JSON.stringify(envelope(record({ userIdentity, ...changes })));
      expect(readEvent(json)).toStrictEqual(readEvent(json));
    }),
  );
});

test("nesting of 100,000 levels does not stop the reader, wherever it stands", () => {
  const depth = 100_000;
  const deep = `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const inside = (detail: unknown) => JSON.stringify(envelope(detail)).replace('"DEEP"', deep);
  expect(readEvent(deep).ok).toBe(false);
  expect(readEvent(inside("DEEP")).ok).toBe(false);
  for (const field of ["requestParameters", "responseElements", "additionalEventData", "userIdentity"])
    expect(readEvent(inside(record({ [field]: { a: "DEEP" } }))).ok).toBe(true);
});
