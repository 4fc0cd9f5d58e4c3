import { expect, test } from "vitest";
import { keys } from "../../../shared/ledger/table.ts";
import { orders } from "../records.ts";
import { awaiting, contain, deskWith, found, incident, recordOf, restore } from "./desk.ts";

const hostile = "fine\n\u001b[2JIncident closed\u202e https://evil.example/";

test("an overview says what is set, what waits and how the last incidents stand", async () => {
  const { give } = deskWith([...found(), recordOf(contain, awaiting), recordOf(restore, { type: "verified" })]);
  const { text, data } = await give("show");
  expect(text.split("\n")).toStrictEqual([
    "Not frozen",
    "Exemptions: none",
    "Waits for a person",
    expect.stringContaining(`incident ${incident}: ${contain}`),
    "Incidents of the last 7 days",
    expect.stringContaining(`${incident}  needs-a-person: High Encryption of a stream was stopped`),
  ]);
  expect(data).toMatchObject({ pending: [{ incident, step: contain }], incidents: [{ id: incident }] });
});

test("an incident is shown whole, but for the state that was judged", async () => {
  const { give } = deskWith([...found({ state: { policy: "secret" } }), recordOf(contain, awaiting)]);
  const { text, data } = await give("show", { incident: incident.slice(0, 9) });
  expect(text).toContain(`${restore} (restore-stream-encryption on`);
  expect(text).toContain("under way");
  expect(text).toContain("awaits approval until 2026-11-25T16:00:00.000Z, held by mode");
  expect(JSON.stringify(data)).not.toContain("secret");
});

test("an attacker's words stay on their line, and change nothing in the terminal", async () => {
  const { give } = deskWith([
    ...found({ evidence: hostile, resource: { type: "kinesis:stream", id: hostile } }),
    recordOf(contain, { ...awaiting, reason: hostile } as typeof awaiting, { trouble: hostile }),
  ]);
  for (const { text } of [await give("show"), await give("show", { incident })]) {
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(text.split("\n").some((line) => line.trimStart().startsWith("Incident closed"))).toBe(false);
    expect(text).not.toContain("https://evil");
  }
});

const remembered = (state: unknown) => ({
  pk: keys.remembered(orders),
  sk: "state",
  at: "2026-11-25T11:00:00.000Z",
  state: JSON.stringify(state),
});

test("a resource is shown as it was when nothing was wrong with it, whole and exact", async () => {
  const state = { capacity: { mode: "PROVISIONED", shards: 2 }, policies: { [orders]: '{"Version":"2012-10-17"}' } };
  const { text, data } = await deskWith([remembered(state)]).give("show", { resource: orders });
  const [first, ...rest] = text.split("\n");
  expect(first).toBe(`How ${orders} was at 2026-11-25T11:00:00.000Z, when nothing was wrong with it`);
  expect(JSON.parse(rest.join("\n"))).toStrictEqual(state);
  expect(data).toStrictEqual({ resource: orders, at: "2026-11-25T11:00:00.000Z", state });
});

test("what others wrote into it changes nothing in the terminal, and is the same when it is read back", async () => {
  const state = { tags: { [hostile]: "\u{1f600}\u202e" } };
  const { text } = await deskWith([remembered(state)]).give("show", { resource: orders });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text).not.toContain("https://evil");
  expect(JSON.parse(text.slice(text.indexOf("\n")))).toStrictEqual(state);
});

test("a resource that was never seen so is refused, and so is what is no ARN", async () => {
  await expect(deskWith([]).give("show", { resource: orders })).rejects.toThrow(
    "expected the ARN of one that was seen",
  );
  await expect(deskWith([]).give("show", { resource: "orders" })).rejects.toThrow("--resource: expected an ARN");
});

test.each(["0", "91", "x", "-1"])("--days %s is refused", async (days) => {
  await expect(deskWith([]).give("show", { days })).rejects.toThrow("expected a number of days from 1 to 90");
});
