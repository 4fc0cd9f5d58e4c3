import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keyStatus, type LeakedKey, leakKeyOf, removeUser, stopEncryptionAs, streamKey } from "../attacks/scene.ts";
import { deadLettersIn } from "../drill/dead-letters.ts";
import type { Crash } from "../lab/lambda/environment.ts";
import { type Ground, openGround, until } from "./ground.ts";

/** Functions killed at each boundary of their work: what was begun is finished by the next delivery, and nothing is done twice. */
let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterEach(() => ground.tidy());
afterAll(() => ground?.lab.stop());

/** Where contain dies. DynamoDB's and SQS's calls are known by name; IAM's are counted: it lists, updates and lists again. */
const places: readonly (readonly [string, "detect" | "contain", Crash])[] = [
  ["detect: between what was filed and the orders", "detect", { afterCall: "TransactWriteItems" }],
  ["detect: between the first orders and the rest", "detect", { afterCall: "SendMessageBatch" }],
  ["contain: before begin", "contain", { afterCall: 2 }],
  ["contain: between begin and apply", "contain", { afterCall: "TransactWriteItems" }],
  ["contain: after apply, before the call is noted as ours", "contain", { afterCall: "PutItem" }],
  ["contain: after the looks were ordered, before end", "contain", { afterCall: "SendMessageBatch" }],
  ["contain: after end", "contain", { afterCall: "UpdateItem" }],
];

test("killed at each boundary, each step is finished and written once, and people are told", async () => {
  const { lab, scene } = ground;
  const victims: { readonly place: string; readonly leaked: LeakedKey }[] = [];
  for (const [index, [place]] of places.entries())
    victims.push({ place, leaked: await leakKeyOf(scene, `dies-${index}`) });
  await lab.idle();
  const records = lab.trail.records().length;
  for (const [index, { leaked }] of victims.entries()) {
    const [, name, crash] = places[index] ?? [];
    if (name === undefined || crash === undefined) throw new Error("there are more victims than places");
    const errors = () => lab.functions.invocations(name).filter(({ error }) => error !== undefined).length;
    const before = errors();
    lab.functions.crashNext(name, crash);
    await streamKey(scene);
    await stopEncryptionAs(scene, leaked.credentials);
    await until(() => errors() > before);
  }
  // Each message is hidden until its visibility time-out is over, and whoever died then holds no lease any more.
  await lab.idle(240_000);

  const written = (accessKeyId: string) =>
    lab.trail
      .records()
      .slice(records)
      .filter(
        ({ eventName, requestParameters }) =>
          eventName === "UpdateAccessKey" && requestParameters?.["accessKeyId"] === accessKeyId,
      ).length;
  const ends = await Promise.all(
    victims.map(async ({ place, leaked }) => [
      place,
      await keyStatus(scene, leaked),
      written(leaked.credentials.accessKeyId),
      lab.mailbox.messages().filter(({ body }) => body.includes(leaked.credentials.accessKeyId)).length > 0,
    ]),
  );
  expect(ends).toEqual(victims.map(({ place }) => [place, "Inactive", 1, true]));
  expect(await streamKey(scene)).not.toBe("NONE");
  expect(await deadLettersIn(lab)).toEqual([]);
  for (const { leaked } of victims) await removeUser(scene, leaked);
}, 400_000);

test("killed before anything was filed, detect judges the event when it comes again", async () => {
  const { lab } = ground;
  const leaked = await leakKeyOf(ground.scene, "dies-first");
  await lab.idle();
  lab.functions.crashNext("detect", { afterCall: "DescribeStreamSummary" });
  await stopEncryptionAs(ground.scene, leaked.credentials);
  await until(() => lab.functions.invocations("detect").at(-1)?.error !== undefined);
  await lab.idle(120_000);
  expect(await keyStatus(ground.scene, leaked)).toBe("Inactive");
  expect(await streamKey(ground.scene)).not.toBe("NONE");
  await removeUser(ground.scene, leaked);
}, 200_000);
