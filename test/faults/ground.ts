import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  keyStatus,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  type Scene,
  stopEncryptionAs,
  streamKey,
} from "../attacks/scene.ts";
import { deadLettersIn } from "../drill/dead-letters.ts";
import type { LedgerView } from "../drill/ledger.ts";
import { writesBy } from "../drill/observe.ts";
import { ledgerOf, sceneOf } from "../drill/run.ts";
import { outcomesOf } from "../e2e/outcomes.ts";
import { type Lab, type LabOptions, startLab } from "../lab/index.ts";
import type { LabMessage } from "../lab/mail/index.ts";

/** The deployed pipeline on a local AWS that fails where it is told to. */
export interface Ground {
  readonly lab: Lab;
  readonly scene: Scene;
  readonly ledger: LedgerView;
  /** Stops the stream's encryption with a fresh leaked key. `prepared`: what is to go wrong, once all is ready for it. */
  readonly strike: (userName: string, prepared?: () => void) => Promise<LeakedKey>;
  /** How it is when all has been handled: what became of the steps, the account, what was written and told since the strike. */
  readonly aftermath: (leaked: LeakedKey, ms?: number) => Promise<Aftermath>;
  /** Puts everything back by hand. */
  readonly tidy: () => Promise<void>;
}

export interface Aftermath {
  readonly outcomes: readonly string[];
  readonly key: string;
  readonly encrypted: true | string;
  /** The calls that changed something, in order: `UpdateAccessKey`. */
  readonly writes: readonly string[];
  readonly mails: readonly LabMessage[];
  readonly deadLetters: readonly string[];
}

/** How it is to end, whatever has gone wrong meanwhile. */
export const allDone = {
  outcomes: ["deactivate-access-key: verified", "restore-stream-encryption: verified"],
  key: "Inactive",
  encrypted: true,
  writes: ["StartStreamEncryption", "UpdateAccessKey"],
  deadLetters: [],
};

export const openGround = async (options: LabOptions = {}): Promise<Ground> => {
  // Looks at what was done in one test are not to fall into the next.
  const folder = mkdtempSync(join(tmpdir(), "lockkeeper-faults-"));
  const config = join(folder, "lockkeeper.yml");
  const settings = readFileSync(join(import.meta.dirname, "../lab/lockkeeper.yml"), "utf8");
  writeFileSync(config, `${settings}\nrecheckSeconds: [600]\n`);
  const lab = await startLab({ door: { updatingMs: 200 }, params: { config }, ...options });
  rmSync(folder, { recursive: true });
  const scene = sceneOf(lab);
  const ledger = ledgerOf(lab);
  const struck: LeakedKey[] = [];
  let known = new Set<string>();
  let since = { records: 0, messages: 0 };
  return {
    lab,
    scene,
    ledger,
    strike: async (userName, prepared = () => {}) => {
      await ledger.anHourPasses();
      const leaked = await leakKeyOf(scene, userName);
      struck.push(leaked);
      await lab.idle(200_000);
      known = new Set((await ledger.incidentsExcept(new Set())).map(({ id }) => id));
      since = { records: lab.trail.records().length, messages: lab.mailbox.messages().length };
      prepared();
      await stopEncryptionAs(scene, leaked.credentials);
      return leaked;
    },
    aftermath: async (leaked, ms = 60_000) => {
      await lab.idle(ms);
      await streamKey(scene);
      return {
        outcomes: outcomesOf(await ledger.incidentsExcept(known)),
        key: await keyStatus(scene, leaked),
        encrypted: await isEncryptedAsDeclared(scene),
        writes: writesBy(lab, since.records)
          .map(({ record }) => record.eventName)
          .sort(),
        mails: lab.mailbox.messages().slice(since.messages),
        deadLetters: await deadLettersIn(lab),
      };
    },
    tidy: async () => {
      lab.door.faults.clear();
      await lab.idle(200_000);
      await encryptAsDeclared(scene);
      for (let leaked = struck.pop(); leaked !== undefined; leaked = struck.pop()) await removeUser(scene, leaked);
      await lab.idle(200_000);
    },
  };
};

/** Waits until something is so. */
export const until = async (is: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (await is()) return;
  throw new Error(`it was not so within ${ms} ms`);
};
