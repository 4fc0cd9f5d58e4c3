import {
  AddTagsToStreamCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  RemoveTagsFromStreamCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clients, type ExampleLab, openExampleLab } from "../example-lab.ts";
import { arnOf, newStream, summaryOf } from "./stream.ts";

/** Every change is over at once. */
let lab: ExampleLab;
let kinesis: Clients["kinesis"];

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs: 0 });
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

test("a stream has the same tags under the old operations and the new", async () => {
  const StreamARN = await newStream(kinesis, "tagged");
  await kinesis.send(new AddTagsToStreamCommand({ StreamName: "tagged", Tags: { a: "1", b: "2" } }));
  await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { b: "3", c: "4" } }));
  const tags = async () => (await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: StreamARN }))).Tags;
  expect(await tags()).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "3" },
    { Key: "c", Value: "4" },
  ]);
  const first = await kinesis.send(new ListTagsForStreamCommand({ StreamARN, Limit: 2 }));
  expect(first).toMatchObject({ HasMoreTags: true, Tags: [{ Key: "a" }, { Key: "b" }] });
  const rest = await kinesis.send(new ListTagsForStreamCommand({ StreamARN, ExclusiveStartTagKey: "b" }));
  expect(rest).toMatchObject({ HasMoreTags: false, Tags: [{ Key: "c" }] });
  await kinesis.send(new UntagResourceCommand({ ResourceARN: StreamARN, TagKeys: ["a"] }));
  await kinesis.send(new RemoveTagsFromStreamCommand({ StreamARN, TagKeys: ["c"] }));
  expect(await tags()).toEqual([{ Key: "b", Value: "3" }]);
  await expect(
    kinesis.send(new TagResourceCommand({ ResourceARN: arnOf("none"), Tags: { a: "1" } })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const sid = await lab.user("sid", {
    Effect: "Allow",
    Action: "kinesis:DescribeStreamSummary",
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceTag/b": "3" } },
  });
  expect((await summaryOf(lab.as(sid).kinesis, "tagged"))?.StreamName).toBe("tagged");
  await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { b: "5" } }));
  await expect(summaryOf(lab.as(sid).kinesis, "tagged")).rejects.toMatchObject({ name: "AccessDeniedException" });
});
