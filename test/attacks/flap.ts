import { setTimeout as sleep } from "node:timers/promises";
import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  type Scene,
  stopEncryptionAs,
  streamKey,
  withStream,
} from "./scene.ts";

/** How often the stream may be put back in a day where lockkeeper.yml says nothing; Kinesis would take 25. */
const reversals = 5;
const keys = reversals + 1;
const payments = (scene: Scene): Scene => withStream(scene, "payments");

/** Waits until the stream is encrypted again, and a little longer; gives up after some seconds. */
const putBack = async (scene: Scene): Promise<boolean> => {
  for (let look = 0; look < 60; look += 1) {
    await sleep(250);
    if ((await isEncryptedAsDeclared(scene)) !== true) continue;
    await sleep(1_000);
    return true;
  }
  return false;
};

export const flap = attack<readonly LeakedKey[]>({
  id: "flap",
  title: "Encryption is stopped again and again, each time with another key",
  story:
    "The attacker has many keys and stops encryption as often as it comes back. Kinesis lets a stream's encryption be started 25 times in a day: whoever always answers has none left soon, and then nobody can put it right.",
  attack: ["T1078.004", "T1562.001", "T1499"],
  prepare: async (scene) => {
    const leaked: LeakedKey[] = [];
    for (let key = 1; key <= keys; key += 1) leaked.push(await leakKeyOf(scene, `deploy-payments-${key}`));
    return leaked;
  },
  fights: true,
  strike: async (scene, leaked) => {
    for (const { credentials } of leaked) {
      await stopEncryptionAs(payments(scene), credentials);
      if (!(await putBack(payments(scene)))) return;
    }
  },
  expected: {
    detections: ["stream-encryption-stopped"],
    outcomes: [
      ...Array.from({ length: keys }, () => ({ action: "deactivate-access-key", type: "verified" })),
      ...Array.from({ length: reversals }, () => ({ action: "restore-stream-encryption", type: "verified" })),
      { action: "restore-stream-encryption", type: "awaiting-approval" },
    ],
    messages: "several",
  },
  again: async (scene, leaked) => {
    const last = leaked.at(-1);
    await kinesisOf(scene, last?.credentials).send(
      new DescribeStreamSummaryCommand({ StreamName: payments(scene).stream.name }),
    );
  },
  checks: [
    {
      what: "the stream was left to a person after it had been put back five times",
      holds: async (scene) => {
        const key = await streamKey(payments(scene));
        return key === "NONE" || `it is encrypted with ${key}`;
      },
    },
  ],
  mend: (scene) => encryptAsDeclared(payments(scene)),
  cleanUp: async (scene, leaked) => {
    for (const key of leaked) await removeUser(scene, key);
  },
});
