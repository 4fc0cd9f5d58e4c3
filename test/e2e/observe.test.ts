import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stopEncryption } from "../attacks/stop-encryption.ts";
import { writesBy } from "../drill/observe.ts";
import { ledgerOf, sceneOf } from "../drill/run.ts";
import { difference, snapshot } from "../drill/snapshot.ts";
import { type Lab, startLab } from "../lab/index.ts";
import { outcomesOf } from "./outcomes.ts";

let lab: Lab;
const folder = mkdtempSync(join(tmpdir(), "lockkeeper-observe-"));
beforeAll(async () => {
  const config = join(folder, "lockkeeper.yml");
  writeFileSync(
    config,
    "mode: observe\noperators: ['arn:aws:iam::*:user/operator']\nstreams:\n  - name: orders\n    encryption: { key: alias/orders }\n    policy: { accounts: ['111122223333'] }\n",
  );
  lab = await startLab({ params: { config }, door: { updatingMs: 200 } });
});
afterAll(async () => {
  await lab?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("observing, the responder tells what it would have done, with the exact resources, and changes nothing", async () => {
  const scene = sceneOf(lab);
  const leaked = await stopEncryption.prepare(scene);
  const release = lab.door.hold();
  await stopEncryption.strike(scene, leaked);
  const left = await snapshot(scene);
  release();
  await lab.idle();

  expect(difference(left, await snapshot(scene))).toEqual([]);
  expect(writesBy(lab, 0)).toEqual([]);
  const [incident] = await ledgerOf(lab).incidentsExcept(new Set());
  const steps = [...(incident?.records.values() ?? [])];
  expect(outcomesOf([incident])).toEqual(["deactivate-access-key: held", "restore-stream-encryption: held"]);
  expect(steps.every(({ change }) => change !== undefined)).toBe(true);
  const [message, ...more] = lab.mailbox.messages();
  expect(more).toEqual([]);
  expect(message?.subject).toContain("seen, nothing changed");
  expect(message?.body).toContain("held by mode: the mode is observe: nothing is changed");
  expect(message?.body).toContain(`user/${leaked.userName}/access-key/${leaked.credentials.accessKeyId}`);
});
