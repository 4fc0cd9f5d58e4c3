import { createHash } from "node:crypto";
import type { Call, Permission } from "../aws/operations.ts";
import { readFiled } from "../ledger/found.ts";
import { readRemembered } from "../ledger/remembered.ts";
import type { Looked } from "./answers.ts";
import type { Ears } from "./ears.ts";
import { endContainments } from "./end-containments.ts";
import { file } from "./file.ts";
import { judgeState } from "./judge.ts";
import { isSurveyed, learn, noteSurvey } from "./learned.ts";

/** What a sweep came to. */
export interface Swept {
  /** How many there are. */
  readonly looked: number;
  /** It was the first: how all of them are is how they are meant to be. */
  readonly first: boolean;
  /** How many incidents were opened, or added to. */
  readonly found: number;
  /** How many steps are undone since their time has come. */
  readonly ended: number;
}

/** Keys are named by the same few aliases for every identity: each is asked for once. */
const askingOnce = <R extends Permission>(call: Call<R>): Call<R> => {
  const answers = new Map<string, Promise<unknown>>();
  return ((permission: R, input: never) => {
    if (permission !== "kms:DescribeKey") return call(permission, input);
    const name = JSON.stringify(input);
    const answer = answers.get(name) ?? call(permission, input);
    answers.set(name, answer);
    return answer;
  }) as Call<R>;
};

/** The same while the resource stays as it is, so that what is known already is not told again every time. */
const sourceOf = (id: string, state: unknown): string =>
  `sweep#${createHash("sha256")
    .update(JSON.stringify([id, state]))
    .digest("hex")
    .slice(0, 24)}`;

/** So many are looked at together: an account can have thousands, and a function has minutes. */
const atOnce = 20;

/** What is listed, in parts. */
async function* inParts<T>(listed: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  let part: T[] = [];
  for await (const one of listed) {
    part.push(one);
    if (part.length < atOnce) continue;
    yield part;
    part = [];
  }
  yield part;
}

const lookAt = async <R extends Permission>(ears: Ears<R>, looked: Looked<R>, state: unknown): Promise<boolean> => {
  const { source } = looked.look;
  if (await readFiled(ears.ledger, source)) return false;
  const found = await judgeState(looked, state);
  if (found.findings.length === 0) return false;
  await file(ears, source, found);
  return true;
};

/**
 * Looks at all resources of the kinds that are learned. The first time, how they are is put on record; from then on what is not as it
 * should be is found even where no event told of it, or the event did not say what it was.
 * @throws what the reads throw
 */
export const sweep = async <R extends Permission>(ears: Ears<R>): Promise<Swept> => {
  const bench = { ...ears, call: askingOnce(ears.call) };
  const kinds = [...new Set(ears.drifts.map(({ of }) => of))];
  const counts = { looked: 0, found: 0 };
  let first = false;
  for (const of of kinds) {
    if (of.learned === undefined) continue;
    const surveyed = await isSurveyed(bench, of);
    first ||= !surveyed;
    const look = async ({ id, state }: { readonly id: string; readonly state: unknown }): Promise<void> => {
      if (of.declared(id, bench.settings, bench.home) === undefined || ears.ownRoles.includes(id)) return;
      counts.looked += 1;
      const looked: Looked<R> = { of, id, look: { source: sourceOf(id, state), lastTry: true }, bench };
      if (!surveyed) await learn(looked, state, await readRemembered(bench.ledger, id), true);
      else if (await lookAt(ears, looked, state)) counts.found += 1;
    };
    for await (const part of inParts(of.learned.list(bench.home, bench.call))) await Promise.all(part.map(look));
    await noteSurvey(bench, of);
  }
  return { ...counts, first, ended: await endContainments(ears) };
};
