import { attack } from "./attack.ts";
import { encryptedAgain } from "./checks.ts";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  keyStatus,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  stopEncryptionAs,
  streamKey,
} from "./scene.ts";

const people = ["ada", "grace", "jean", "kay"];

export const backlog = attack<readonly LeakedKey[]>({
  id: "backlog",
  title: "The events of an hour come all at once",
  story:
    "Events were held up for an hour. Four people had stopped the stream's encryption meanwhile, for a change that was announced and is long over; one forgot to start it again. Now all of it arrives together, and whoever evicts on old news has locked out the whole team.",
  attack: ["T1562.001"],
  prepare: async (scene) => {
    const team: LeakedKey[] = [];
    for (const name of people) team.push(await leakKeyOf(scene, name));
    return team;
  },
  strike: async (scene, team) => {
    const stopAll = async () => {
      for (const { credentials } of team) {
        await stopEncryptionAs(scene, credentials);
        await streamKey(scene);
      }
    };
    if (scene.late === undefined) throw new Error("events can be held up in the local AWS only");
    await scene.late(1, stopAll);
  },
  expected: {
    detections: ["stream-encryption-stopped"],
    outcomes: [
      ...people.map(() => ({ action: "deactivate-access-key", type: "awaiting-approval" })),
      { action: "restore-stream-encryption", type: "verified" },
    ],
    messages: "several",
  },
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [
    encryptedAgain,
    {
      what: "nobody was locked out",
      holds: async (scene, team) => {
        const statuses = await Promise.all(team.map((member) => keyStatus(scene, member)));
        return statuses.every((status) => status === "Active") || `the keys are ${statuses.join(", ")}`;
      },
    },
  ],
  mend: encryptAsDeclared,
  cleanUp: async (scene, team) => {
    for (const member of team) await removeUser(scene, member);
  },
});
