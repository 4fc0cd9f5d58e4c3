import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureVenv } from "../lab/moto/venv.ts";

/** What machines are told is OCSF: judged by the schema itself, not by what we take it for. */

type Event = Readonly<Record<string, unknown>>;

const folder = join(import.meta.dirname, "../shared/notice/golden");
const golden = readdirSync(folder)
  .filter((name) => name.endsWith(".ocsf.json.txt"))
  .map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8")) as readonly Event[]] as const);
const all = golden.flatMap(([, events]) => events);
const ofClass = (uid: number): Event => all.find((event) => event["class_uid"] === uid) ?? {};
const finding = ofClass(2004);
const remediation = ofClass(7001);

const without = (event: Event, name: string): Event =>
  Object.fromEntries(Object.entries(event).filter(([key]) => key !== name));

const broken: readonly (readonly [string, Event, RegExp])[] = [
  ["an unknown field", { ...finding, lockkeeper: 1 }, /'lockkeeper' was unexpected/],
  ["an unknown field within", { ...finding, cloud: { provider: "AWS", planet: "Earth" } }, /'planet' was unexpected/],
  ["no time", without(finding, "time"), /'time' is a required property/],
  ["no command_uid", without(remediation, "command_uid"), /'command_uid' is a required property/],
  ["a severity that there is not", { ...finding, severity_id: 17 }, /17 is not one of/],
  ["a time that is a text", { ...finding, time: "now" }, /'now' is not of type 'integer'/],
];

let complaints: readonly (readonly string[])[];
beforeAll(async () => {
  const { python } = await ensureVenv();
  const input = JSON.stringify([...golden.map(([, events]) => events), ...broken.map(([, event]) => [event])]);
  const script = join(import.meta.dirname, "ocsf.py");
  complaints = JSON.parse(execFileSync(python, [script], { input, encoding: "utf8" })) as typeof complaints;
});

test("there are events of every case to judge", () => {
  expect(golden.length).toBeGreaterThan(8);
  expect(new Set(all.map((event) => event["class_uid"]))).toStrictEqual(new Set([2004, 7001]));
});

test.each(golden.map(([name], at) => [name, at] as const))("%s is as the schema of OCSF 1.8.0 has it", (_, at) => {
  expect(complaints[at]).toStrictEqual([]);
});

describe("an event is refused that has", () => {
  test.each(broken.map(([what, , complaint], at) => [what, complaint, golden.length + at] as const))(
    "%s",
    (_, complaint, at) => {
      expect(complaints[at]?.join("\n")).toMatch(complaint);
    },
  );
});
