import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hear } from "../../shared/response/hear.ts";
import { record } from "../shared/records.ts";
import { type Listening, listen, messageOf } from "./ears.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
beforeAll(async () => {
  stage = await openStage();
  scene = await listen(stage);
});
afterAll(() => stage?.close());
afterEach(async () => {
  stage.lab.door.faults.clear();
  await scene.tidy();
});

test("an event that cannot be judged comes again, and at the last try is kept, and people are told", async () => {
  const error = { status: 400, code: "AccessDeniedException", message: "not for you" };
  stage.lab.door.faults.add({ service: "kinesis", operation: "DescribeStreamSummary", times: 2, error });
  const event = record({ eventID: "not-judged" });
  await expect(hear(scene.ears, messageOf(event))).rejects.toThrow("not for you");
  const last = messageOf(event, true);
  expect(await hear(scene.ears, last)).toEqual({ became: "not judged", eventID: "not-judged" });
  expect((await scene.take("set aside")).map(({ body }) => body)).toEqual([last.body]);
  expect(await stage.rows(`unreadable#${last.id}`)).toHaveLength(1);
  expect(await stage.rows("incident#not-judged")).toEqual([]);
});

describe("an event that cannot be read", () => {
  const expected = async (id: string, body: string) => {
    const dead = await scene.take("set aside");
    expect(dead.map((message) => message.body)).toEqual([body]);
    const [row, ...others] = await stage.rows(`unreadable#${id}`);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ queue: "events", problem: dead[0]?.problem });
    expect(dead[0]?.problem).toMatch(/expected|not JSON/);
    expect([...(await scene.take("identity")), ...(await scene.take("resource"))]).toEqual([]);
    return dead[0]?.problem;
  };

  test.each([
    ["not JSON", "{", /not JSON/],
    ["an event of another kind", JSON.stringify({ "detail-type": "Scheduled Event" }), /detail-type/],
    [
      "a record without an id",
      JSON.stringify({ ...JSON.parse(messageOf(record({ eventID: "" })).body) }),
      /detail\.eventID/,
    ],
    ["250 KB that are not JSON", "x".repeat(250_000), /250000 characters/],
    ["250 KB of JSON", JSON.stringify({ detail: "y".repeat(249_900) }), /expected/],
  ])("%s, is kept with the reason, and on record so that people are told", async (name, body, problem) => {
    const id = `unreadable-${name.replace(/\W/g, "-")}`;
    expect(await hear(scene.ears, { id, body, lastTry: false })).toEqual({ became: "unreadable" });
    expect(await expected(id, body)).toMatch(problem);
  });

  test("and comes again is kept twice rather than never, and on record once", async () => {
    const message = { id: "unreadable-twice", body: "{", lastTry: false };
    await hear(scene.ears, message);
    await hear(scene.ears, message);
    expect(await scene.take("set aside")).toHaveLength(2);
    expect(await stage.rows("unreadable#unreadable-twice")).toHaveLength(1);
  });

  test("and cannot be kept comes again, with nothing on record", async () => {
    const error = { status: 400, code: "OverLimit", message: "not now" };
    stage.lab.door.faults.add({ service: "sqs", operation: "SendMessage", error });
    await expect(hear(scene.ears, { id: "unreadable-not-kept", body: "{", lastTry: false })).rejects.toThrow("not now");
    expect(await stage.rows("unreadable#unreadable-not-kept")).toEqual([]);
  });
});
