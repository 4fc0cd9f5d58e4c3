import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlannedStep } from "../../shared/incident/finding.ts";
import { fileSighting, readFiled, readOpenAbout } from "../../shared/ledger/found.ts";
import { incidentsOn, readIncident } from "../../shared/ledger/incident.ts";
import { endUnbegun } from "../../shared/ledger/step.ts";
import { findingOf, foundOf, streamArn } from "./sightings.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

let count = 0;
/** A name that no other test uses. */
const name = (what: string) => `${what}-${++count}`;
const file = (source: string, seen?: Parameters<typeof foundOf>[1], into?: string) =>
  fileSighting(stage.ledger, { source, found: foundOf(source, seen) }, into);
const findingsOf = async (incident: string) =>
  ((await readIncident(stage.ledger, incident))?.findings ?? []).map(({ source }) => source);
const hour = 3_600_000;

describe("what is found belongs to the incident that is open", () => {
  test("about the same resource, whoever did it", async () => {
    const [first, second, stream] = [name("event"), name("event"), name("stream")];
    expect(await file(first, { actor: name("alice"), stream })).toMatchObject({ incident: first, fresh: true });
    expect(await file(second, { actor: name("bob"), stream })).toMatchObject({ incident: first, fresh: true });
    expect(await findingsOf(first)).toEqual([first, second]);
    expect(await readIncident(stage.ledger, second)).toBeUndefined();
  });

  test("about the same actor, whatever they did it to", async () => {
    const [first, second, actor] = [name("event"), name("event"), name("mallory")];
    await file(first, { actor });
    expect(await file(second, { actor })).toMatchObject({ incident: first });
  });

  test("about none of both: it opens one of its own", async () => {
    const [first, second] = [name("event"), name("event")];
    await file(first, { actor: name("alice") });
    expect(await file(second, { actor: name("bob") })).toMatchObject({ incident: second });
  });

  test("but a bystander, who only led to a look, draws nothing to themselves", async () => {
    const [first, second, third, actor] = [name("event"), name("event"), name("event"), name("bystander")];
    await file(first, { actor, blamed: false });
    expect(await file(second, { actor, blamed: false })).toMatchObject({ incident: second });
    expect(await file(third, { actor, blamed: true })).toMatchObject({ incident: third });
  });

  test("about a resource that nobody's call led to", async () => {
    const [first, second, stream] = [name("sweep"), name("sweep"), name("stream")];
    await file(first, { stream });
    expect(await file(second, { stream })).toMatchObject({ incident: first });
  });

  test("within the hour after its first finding, not its last; an hour later it opens another", async () => {
    const [first, second, third, stream] = [name("event"), name("event"), name("event"), name("stream")];
    await file(first, { stream });
    stage.passTime(hour - 60_000);
    expect(await file(second, { stream })).toMatchObject({ incident: first });
    stage.passTime(61_000);
    expect(await readOpenAbout(stage.ledger, streamArn(stream))).toBeUndefined();
    expect(await file(third, { stream })).toMatchObject({ incident: third });
    expect(await findingsOf(first)).toEqual([first, second]);
    expect(await readOpenAbout(stage.ledger, streamArn(stream))).toMatchObject({ id: third });
  });

  test("and to the older of two, where both are: from then on both names lead to it", async () => {
    const [first, second, both, later] = [name("event"), name("event"), name("event"), name("event")];
    const [actor, stream] = [name("mallory"), name("stream")];
    await file(first, { actor });
    stage.passTime(1_000);
    await file(second, { stream });
    expect(await file(both, { actor, stream })).toMatchObject({ incident: first });
    expect(await file(later, { stream })).toMatchObject({ incident: first });
    expect(await findingsOf(first)).toEqual([first, both, later]);
    expect(await findingsOf(second)).toEqual([second]);
  });

  test("where it is said which one that is, an hour later, too", async () => {
    const [first, second] = [name("event"), name("look")];
    await file(first);
    stage.passTime(hour + 1_000);
    expect(await file(second, {}, first)).toMatchObject({ incident: first });
    expect(await findingsOf(first)).toEqual([first, second]);
  });

  test("a hundred times; the next opens another, so that each can always be read", async () => {
    const [stream, first] = [name("stream"), name("event")];
    await file(first, { stream });
    const [open] = await stage.rows(`resource#${streamArn(stream)}`);
    await stage.overwrite({ ...open, sightings: 99 });
    expect(await file(name("event"), { stream })).toMatchObject({ incident: first });
    const next = name("event");
    expect(await file(next, { stream })).toMatchObject({ incident: next });
    expect(await file(name("event"), { stream })).toMatchObject({ incident: next });
  });
});

describe("at the same time", () => {
  test("eight sightings about one resource are one incident, and none of them is lost", async () => {
    const stream = name("stream");
    const sources = Array.from({ length: 8 }, () => name("event"));
    const filed = await Promise.all(sources.map((source) => file(source, { stream })));
    const [incident = ""] = new Set(filed.map((one) => one.incident));
    expect(new Set(filed.map((one) => one.incident)).size).toBe(1);
    expect((await findingsOf(incident)).toSorted()).toEqual(sources.toSorted());
    expect(await stage.rows(`resource#${streamArn(stream)}`)).toMatchObject([{ sightings: 8 }]);
  });

  test("the same source five times is one sighting, and all are told the same", async () => {
    const source = name("event");
    const filed = await Promise.all(Array.from({ length: 5 }, () => file(source, { actor: name("mallory") })));
    expect(filed.filter(({ fresh }) => fresh)).toHaveLength(1);
    const [first] = filed.filter(({ fresh }) => fresh);
    for (const one of filed) expect(one).toEqual({ ...first, fresh: one.fresh });
    expect(await findingsOf(source)).toEqual([source]);
    expect(await readFiled(stage.ledger, source)).toEqual({ ...first, fresh: false });
  });
});

test("a source comes again hours later: what it found first stands, and nothing is opened", async () => {
  const [source, stream] = [name("event"), name("stream")];
  const first = await file(source, { stream, actor: name("mallory") });
  stage.passTime(5 * hour);
  expect(await file(source, { stream: name("other") })).toEqual({ ...first, fresh: false });
  expect(await findingsOf(source)).toHaveLength(1);
});

test("nothing is written when the table cannot be written to, and it is filed whole the next time", async () => {
  const [source, stream] = [name("event"), name("stream")];
  const error = { status: 400, code: "ValidationException", message: "not now" };
  stage.lab.door.faults.add({ service: "dynamodb", operation: "TransactWriteItems", error });
  await expect(file(source, { stream })).rejects.toThrow("not now");
  for (const pk of [`incident#${source}`, `source#${source}`, `resource#${streamArn(stream)}`])
    expect(await stage.rows(pk)).toEqual([]);
  expect(await file(source, { stream })).toMatchObject({ incident: source, fresh: true });
});

test("the incidents of a day are listed, newest first, each once and under the day it was opened on", async () => {
  const today = stage.ledger.now().toISOString().slice(0, 10);
  const [older, newer, stream] = [name("event"), name("event"), name("stream")];
  await file(older, { stream });
  await file(name("event"), { stream });
  stage.passTime(1_000);
  await file(newer);
  const listed = await incidentsOn(stage.ledger, stage.ledger.now().toISOString().slice(0, 10));
  if (today === stage.ledger.now().toISOString().slice(0, 10)) expect(listed.slice(0, 2)).toEqual([newer, older]);
  expect(await incidentsOn(stage.ledger, "2020-01-01")).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
});

describe("a step that is on its way", () => {
  const restoreFor = (source: string, stream: string): PlannedStep => ({
    id: `restore-${source}`,
    action: "restore-stream-encryption",
    params: { stream: streamArn(stream) },
    detection: "stream-encryption-stopped",
    resource: findingOf(source, { stream }).resource,
    source,
  });
  const restored = (source: string, stream: string) => file(source, { stream, steps: [restoreFor(source, stream)] });

  test("is not ordered a second time by another event, and the finding is on record all the same", async () => {
    const [first, second, stream] = [name("event"), name("event"), name("stream")];
    await restored(first, stream);
    expect((await restored(second, stream)).found.steps).toEqual([]);
    expect(await findingsOf(first)).toEqual([first, second]);
  });

  test("of many events at once is ordered once", async () => {
    const stream = name("stream");
    const filed = await Promise.all(Array.from({ length: 6 }, () => restored(name("event"), stream)));
    expect(filed.flatMap(({ found }) => found.steps)).toHaveLength(1);
  });

  test("is ordered again once it has ended: it may be wrong again", async () => {
    const [first, second, stream] = [name("event"), name("event"), name("stream")];
    await restored(first, stream);
    const { id, action, detection, resource, source } = restoreFor(first, stream);
    const ended = { action, answers: { detection, resource, source }, outcome: { type: "compliant" } as const };
    expect(await endUnbegun(stage.ledger, { incident: first, step: id }, ended)).toBe(true);
    expect((await restored(second, stream)).found.steps).toMatchObject([{ id: `restore-${second}` }]);
  });
});
