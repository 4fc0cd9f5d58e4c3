import { describe, expect, test } from "vitest";
import { streamTagsChanged } from "../../../../shared/detections/kinesis/stream-tags-changed.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamTagsChanged;
const declared = baselineWith({ tags: { access: "restricted", team: "orders" } });
const gone = '["access",null]';
const open = '["access","open"]';

describe("fires", () => {
  test("once for each tag that has another value or is gone", () => {
    expect(judge(streamAs({ tags: { access: "open" } }), declared)).toStrictEqual([
      { evidence: 'The tag "access" is "open"; it should be "restricted".', found: open },
      { evidence: 'The tag "team" is gone; it should be "orders".', found: '["team",null]' },
    ]);
  });

  test("and quotes what whoever changed it wrote, and not all of it", () => {
    const [verdict] = judge(streamAs({ tags: { access: `x"\n${"y".repeat(200)}`, team: "orders" } }), declared);
    expect(verdict?.evidence).toContain('is "x\\"\\n');
    expect(verdict?.evidence.length).toBeLessThan(200);
  });
});

describe("stays silent", () => {
  test.each([
    ["the tags are there", { access: "restricted", team: "orders" }, declared],
    ["there are others, too", { access: "restricted", team: "orders", cost: "7" }, declared],
    ["none was declared", {}, baselineWith()],
  ])("when %s", (_, tags, baseline) => {
    expect(judge(streamAs({ tags }), baseline)).toStrictEqual([]);
  });
});

test("the answer gives just those tags back that were found and not accepted", () => {
  expect(playbook(streamAs(), declared, [gone])).toStrictEqual([
    { action: "restore-stream-tags", params: { stream: orders, tags: { access: "restricted" } } },
  ]);
});

describe("blames", () => {
  test.each([
    ["AddTagsToStream", { streamName: "orders", tags: { access: "open" } }],
    ["TagResource", { resourceARN: orders, tags: { access: "open" } }],
  ])("whoever gave the tag that value by %s", (name, request) => {
    expect(causes[name]?.(request, streamAs(), open)).toBe(true);
    expect(causes[name]?.(request, streamAs(), gone)).toBe(false);
  });

  test.each([
    ["RemoveTagsFromStream", { streamName: "orders", tagKeys: ["access"] }],
    ["UntagResource", { resourceARN: orders, tagKeys: ["cost", "access"] }],
  ])("whoever took the tag away by %s", (name, request) => {
    expect(causes[name]?.(request, streamAs(), gone)).toBe(true);
    expect(causes[name]?.(request, streamAs(), open)).toBe(false);
  });

  test.each([
    ["AddTagsToStream", { tags: { team: "x" } }],
    ["AddTagsToStream", { tags: { access: "restricted" } }],
    ["TagResource", { resourceARN: orders, tags: { access: "restricted" } }],
    ["AddTagsToStream", { tags: "access" }],
    ["RemoveTagsFromStream", { tagKeys: ["team"] }],
    ["RemoveTagsFromStream", {}],
    ["TagResource", { resourceARN: `${orders}/consumer/a:1`, tags: { access: "open" } }],
    ["UntagResource", { resourceARN: `${orders}/consumer/a:1`, tagKeys: ["access"] }],
  ])("nobody for another tag, or of another resource: %s %j", (name, request) => {
    expect(causes[name]?.(request, streamAs(), open)).toBe(false);
  });
});
