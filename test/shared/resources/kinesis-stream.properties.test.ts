import * as fc from "fast-check";
import { expect, test } from "vitest";
import { streamArn, streamId } from "../../../shared/resources/kinesis/stream-id.ts";
import { kinesisStream } from "../../../shared/resources/kinesis-stream.ts";
import { callOf, home, settingsOf } from "../records.ts";

const { touchedBy } = kinesisStream;
const character = fc.constantFrom(..."abcXYZ019_.-".split(""));
/** Not twelve digits: such a name turns into an account in the malformed ARN, see below. */
const name = fc.string({ unit: character, minLength: 1, maxLength: 128 }).filter((text) => !/^\d{12}$/.test(text));
const region = fc.constantFrom("us-east-1", "eu-central-2", "ap-southeast-7", "cn-northwest-1", "us-gov-east-1");

test("every way to name a stream gives the same one id", () => {
  fc.assert(
    fc.property(name, region, (stream, awsRegion) => {
      const id = streamId(stream, home.account, awsRegion);
      const none = { requestParameters: null, resources: [], awsRegion };
      const malformed = [{ ARN: `arn:aws:kinesis:${awsRegion}:${stream}:stream/null` }];
      const forms = [
        { ...none, requestParameters: { streamName: stream } },
        { ...none, requestParameters: { streamName: stream }, resources: malformed },
        { ...none, resources: malformed },
        { ...none, requestParameters: { streamARN: id } },
        { ...none, requestParameters: { resourceARN: id } },
        { ...none, requestParameters: { resourceARN: `${id}/consumer/reader:1789812311` } },
        { ...none, requestParameters: { consumerARN: `${id}/consumer/reader:1789812311` } },
        { ...none, requestParameters: { streams: [{ id: [id] }] } },
        { ...none, responseElements: { streamARN: id } },
        { ...none, resources: [{ ARN: id, accountId: home.account }] },
        { ...none, errorCode: "AccessDenied", errorMessage: `not authorized on resource: ${id} because of a deny` },
      ];
      for (const form of forms) expect(touchedBy(callOf(form))).toStrictEqual([id]);
      expect(streamArn(id)).toMatchObject({ name: stream, account: home.account, region: awsRegion });
    }),
    { numRuns: 300 },
  );
});

test("a stream whose name could be an account leads, besides to itself, only to what is not protected", () => {
  const all = settingsOf({ mode: "enforce", streams: [{ name: "null" }] });
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."0123456789".split("")), minLength: 12, maxLength: 12 }),
      (stream) => {
        fc.pre(stream !== home.account);
        const resources = [{ ARN: `arn:aws:kinesis:${home.region}:${stream}:stream/null` }];
        const touched = touchedBy(callOf({ requestParameters: { streamName: stream }, resources }));
        const own = streamId(stream, home.account, home.region);
        expect(touched).toContain(own);
        expect(touched.filter((id) => id !== own && kinesisStream.declared(id, all, home))).toStrictEqual([]);
      },
    ),
  );
});

test("whatever a request holds, looking through it ends with a list of ids, each once", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (request) => {
      const ids = touchedBy({ ...callOf({ resources: [] }), request });
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^arn:/);
    }),
    { numRuns: 500 },
  );
});
