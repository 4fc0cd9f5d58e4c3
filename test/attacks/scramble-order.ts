import { attack } from "./attack.ts";
import { othersKeepTheRole } from "./checks.ts";
import type { Scene } from "./scene.ts";
import { withStream } from "./scene.ts";
import { type LeakedSession, leakSessionOf, removeRole } from "./scene-sessions.ts";
import { distribute, distributionOf } from "./scene-streams.ts";

const telemetry = (scene: Scene): Scene => withStream(scene, "telemetry");

export const scrambleOrder = attack<LeakedSession>({
  id: "scramble-order",
  title: "Records of one key come out of order, and nothing says so",
  story:
    "A session of the pipelines' role has one call to make: the stream is to distribute its records as it likes. No producer notices, no consumer fails, and every balance that is computed from the order of events is wrong from then on.",
  attack: ["T1565"],
  prepare: (scene) => leakSessionOf(scene, "deploy-telemetry", "build-7"),
  strike: (scene, { credentials }) => distribute(telemetry(scene), "AUTO", credentials),
  expected: {
    detections: ["stream-record-order-lost"],
    outcomes: [
      { action: "deny-role-session", type: "verified" },
      { action: "restore-record-distribution", type: "verified" },
    ],
  },
  again: (scene, { credentials }) => distribute(telemetry(scene), "AUTO", credentials),
  restored: async (scene) => (await distributionOf(telemetry(scene))) === "USER_PARTITION_KEY",
  checks: [othersKeepTheRole],
  mend: async (scene) => {
    if ((await distributionOf(telemetry(scene))) === "AUTO") await distribute(telemetry(scene), "USER_PARTITION_KEY");
    await distributionOf(telemetry(scene));
  },
  cleanUp: removeRole,
});
