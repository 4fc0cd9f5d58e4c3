import { StartStreamEncryptionCommand, StopStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  kinesisOf,
  leakKeyOf,
  removeUser,
  type Scene,
} from "../attacks/scene.ts";
import { ledgerOf, sceneOf } from "../drill/run.ts";
import { type Lab, startLab } from "../lab/index.ts";
import { outcomesOf } from "./outcomes.ts";

/** However the stream and the key are named, the same comes of it. Kinesis allows 25 starts a day; this takes 24 of them. */
let lab: Lab;
let scene: Scene;
beforeAll(async () => {
  lab = await startLab({ door: { updatingMs: 200 } });
  scene = sceneOf(lab);
});
afterAll(() => lab?.stop());

const keyArn = (alias: "alias/orders" | "alias/reporting") => lab.keys[alias] ?? "";
const keyForms = {
  "the key's id": (alias: "alias/orders" | "alias/reporting") => keyArn(alias).split("/")[1],
  "the key's ARN": keyArn,
  "its alias": (alias: string) => alias,
  "its alias ARN": (alias: string) => `arn:aws:kms:${scene.region}:${scene.account}:${alias}`,
};
const streamForms = {
  "the stream's name": () => ({ StreamName: scene.stream.name }),
  "the stream's ARN": () => ({ StreamARN: scene.stream.arn }),
};
const forms = Object.keys(streamForms).flatMap((stream) => Object.keys(keyForms).map((key) => ({ stream, key })));

const struck = async (userName: string, command: (user: Scene["operator"]) => Promise<unknown>) => {
  const ledger = ledgerOf(lab);
  await ledger.anHourPasses();
  const known = new Set((await ledger.incidentsExcept(new Set())).map(({ id }) => id));
  const leaked = await leakKeyOf(scene, userName);
  await command(leaked.credentials);
  await lab.idle();
  const restored = await isEncryptedAsDeclared(scene);
  const incidents = await ledger.incidentsExcept(known);
  await encryptAsDeclared(scene);
  await removeUser(scene, leaked);
  await lab.idle();
  return {
    restored,
    detections: incidents.flatMap(({ findings }) =>
      findings.map(({ detection, resource }) => [detection, resource.id]),
    ),
    outcomes: outcomesOf(incidents),
  };
};
const answered = (detection: string) => ({
  restored: true,
  detections: [[detection, scene.stream.arn]],
  outcomes: ["deactivate-access-key: verified", "restore-stream-encryption: verified"],
});

describe.each(forms)("by $stream and $key", ({ stream, key }) => {
  const streamAs = () => streamForms[stream as keyof typeof streamForms]();
  const keyAs = (alias: "alias/orders" | "alias/reporting") => keyForms[key as keyof typeof keyForms](alias);

  test("encryption stopped", async () => {
    const input = { ...streamAs(), EncryptionType: "KMS", KeyId: keyAs("alias/orders") } as const;
    const result = await struck("stopper", (user) =>
      kinesisOf(scene, user).send(new StopStreamEncryptionCommand(input)),
    );
    expect(result).toEqual(answered("stream-encryption-stopped"));
  });

  test("another key", async () => {
    const input = { ...streamAs(), EncryptionType: "KMS", KeyId: keyAs("alias/reporting") } as const;
    const result = await struck("swapper", (user) =>
      kinesisOf(scene, user).send(new StartStreamEncryptionCommand(input)),
    );
    expect(result).toEqual(answered("stream-encrypted-with-other-key"));
  });
});
