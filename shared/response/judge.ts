import type { Permission } from "../aws/operations.ts";
import type { AnyDrift } from "../detections/detection.ts";
import type { Found } from "../incident/finding.ts";
import { type Accepted, isAccepted, readAccepted } from "../ledger/accepted.ts";
import { readRemembered } from "../ledger/remembered.ts";
import { NotYet } from "../queue/batch.ts";
import { explainedBy } from "./afterwards.ts";
import { ahead } from "./ahead.ts";
import { answersTo, findingsOf, type Judged, type Looked } from "./answers.ts";
import type { Bench, Look, Suspect } from "./bench.ts";
import { blameFor } from "./blame.ts";
import { answerable, lastOf, learn } from "./learned.ts";
import { merge, nothing } from "./merge.ts";

/** A resource is still changing, so its state cannot be judged yet. The event is to be looked at again. */
export class NotSettled extends NotYet {
  override readonly name = "NotSettled";
}

/** What operators have accepted of it: read by now, or else read now. */
const acceptedOf = <R extends Permission>({ id, bench, accepted }: Looked<R>): Promise<readonly Accepted[]> =>
  accepted?.() ?? readAccepted(bench.ledger, id);

/** There is no such resource any more. What it was like when all was well is kept, so that people can make it anew. */
const judgeAbsent = async <R extends Permission>(looked: Looked<R>): Promise<Found> => {
  const { of, id, look, bench } = looked;
  const declared = of.declared(id, bench.settings, bench.home);
  const drifts = bench.drifts.filter((drift) => drift.of === of && drift.absent);
  if (declared === undefined || drifts.length === 0 || look.parts) return nothing;
  const baseline = await of.baseline(id, declared, bench.call);
  const last = await readRemembered(bench.ledger, id);
  const accepted = await acceptedOf(looked);
  return merge(
    drifts.map((drift): Found => {
      const verdict = drift.absent?.(baseline, last?.state, look.by);
      if (verdict === undefined || isAccepted(accepted, drift.id, verdict.found)) return nothing;
      const blame = blameFor(drift, look.by, { state: undefined, found: verdict.found }, bench.home.account);
      const judged = { drift, verdicts: [{ ...verdict, blame }] };
      return { findings: findingsOf(looked, judged, last?.state), ...answersTo(looked, judged, []) };
    }),
  );
};

/** Which parts of a state may be judged, and which were out of reach for the moment. */
const partsOf = <R extends Permission>({ of, look }: Looked<R>, state: unknown) => {
  const unread = Object.entries(of.unread(state));
  const isKnown = (part: string) => unread.every(([name]) => name !== part);
  return {
    judged: ({ needs = [] }: AnyDrift<R>) =>
      needs.every(isKnown) && (look.parts === undefined || needs.some((part) => look.parts?.includes(part))),
    again: unread.flatMap(([name, why]) => (why && !why.denied ? [name] : [])),
  };
};

/** What is wrong with a resource in this state, with whose doing it is; without what operators have accepted. */
const wrongWith = async <R extends Permission>(
  looked: Looked<R>,
  drifts: readonly AnyDrift<R>[],
  { state, baseline, last }: { readonly state: unknown; readonly baseline: unknown; readonly last: unknown },
): Promise<{ readonly wrong: readonly Judged<R>[]; readonly found: readonly Judged<R>[] }> => {
  const { look, bench } = looked;
  const wrong = drifts.flatMap((drift): readonly Judged<R>[] => {
    const verdicts = drift.judge(state, baseline, last);
    const blamed = verdicts.map((verdict) => {
      const blame = blameFor(drift, look.by, { state, found: verdict.found }, bench.home.account);
      return { ...verdict, blame };
    });
    return verdicts.length > 0 ? [{ drift, verdicts: blamed }] : [];
  });
  const accepted = wrong.length === 0 ? [] : await acceptedOf(looked);
  const found = wrong.map(({ drift, verdicts }) => ({
    drift,
    verdicts: verdicts.filter((verdict) => !isAccepted(accepted, drift.id, verdict.found)),
  }));
  return { wrong, found: found.filter(({ verdicts }) => verdicts.length > 0) };
};

/** Whether by now all that is wrong has been accepted: those who deploy change one thing after the other, and the last one makes it whole. */
const areAccepted = async <R extends Permission>(
  { id, bench }: Looked<R>,
  all: readonly Judged<R>[],
): Promise<boolean> => {
  const accepted = await readAccepted(bench.ledger, id);
  return all.every(({ drift, verdicts }) => verdicts.every(({ found }) => isAccepted(accepted, drift.id, found)));
};

/** Judges a resource on a state of it that was read just now. @throws NotSettled */
export const judgeState = async <R extends Permission>(looked: Looked<R>, state: unknown): Promise<Found> => {
  const { of, id, look, bench } = looked;
  const { settings, home, call } = bench;
  const declared = of.declared(id, settings, home);
  if (declared === undefined) return nothing;
  const known = of.learned ? await readRemembered(bench.ledger, id) : undefined;
  const last = await lastOf(looked, known);
  if (of.learned && last === undefined) return nothing;
  const baseline = await of.baseline(id, declared, call);
  const { judged: mayBeJudged, again } = partsOf(looked, state);
  const unread = again.length > 0 ? { unread: again } : {};

  const drifts = bench.drifts.filter((drift) => drift.of === of && mayBeJudged(drift));
  const { wrong, found: all } = await wrongWith(looked, drifts, { state, baseline, last });
  if (all.length === 0 && !of.settling(state)) {
    if (again.length === 0 && look.parts === undefined) await learn(looked, state, known);
    const explained =
      look.by && wrong.length === 0 ? await explainedBy({ ...bench, account: home.account }, look.by, id) : nothing;
    return { ...explained, ...unread };
  }
  const found = await answerable(looked, all);
  if (of.learned && found.length === 0 && (await areAccepted(looked, all))) await learn(looked, state, known);
  // While the resource is changing, what looks right may be wrong in a second, and what looks wrong may be what somebody is
  // just repairing. Only a call that has certainly brought about what is seen is answered at once.
  const isCertain = found.some(({ verdicts }) => verdicts.some(({ blame }) => blame.blamed));
  if (of.settling(state) && !look.lastTry && !isCertain) throw new NotSettled(`${id} is still changing`);

  return {
    ...merge(
      found.map((judged): Found => {
        const names = judged.verdicts.map((verdict) => verdict.found);
        const playbook = judged.drift.playbook(state, baseline, names, last);
        return { findings: findingsOf(looked, judged, state), ...answersTo(looked, judged, playbook) };
      }),
    ),
    ...unread,
  };
};

const judgeOne = async <R extends Permission>(suspected: Looked<R>): Promise<Found> => {
  const { of, id, bench, look } = suspected;
  const declared = of.declared(id, bench.settings, bench.home);
  if (declared === undefined) return nothing;
  // What is accepted will be asked for if the call has brought about what it can: beside the state it is there that much sooner.
  const { name = "" } = look.by ?? {};
  const mayCause = bench.drifts.some((drift) => drift.of === of && Object.hasOwn(drift.causes, name));
  const looked = mayCause ? { ...suspected, accepted: ahead(readAccepted(bench.ledger, id)) } : suspected;
  const state = await of.read(id, bench.call, declared);
  return state === undefined ? judgeAbsent(looked) : judgeState(looked, state);
};

/**
 * Judges resources on their state now.
 * @throws NotSettled when one is still changing; what the reads throw
 */
export const judge = async <R extends Permission>(
  suspects: readonly Suspect<R>[],
  bench: Bench<R>,
  look: Look,
): Promise<Found> => merge(await Promise.all(suspects.map((suspect) => judgeOne({ ...suspect, bench, look }))));
