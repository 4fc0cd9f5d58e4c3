import type { Step } from "../actions/action.ts";
import type { Call, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyDrift, Verdict } from "../detections/detection.ts";
import type { Finding, Found } from "../incident/finding.ts";
import { isAccepted, readAccepted } from "../ledger/accepted.ts";
import { readRemembered, remember } from "../ledger/remembered.ts";
import type { Ledger } from "../ledger/table.ts";
import { NotYet } from "../queue/batch.ts";
import type { Home } from "../resources/resource.ts";
import { explainedBy } from "./afterwards.ts";
import { type Blame, blameFor } from "./blame.ts";
import { causeOf } from "./cause.ts";
import { merge, nothing } from "./merge.ts";
import { stepId } from "./step-id.ts";

/** A resource is still changing, so its state cannot be judged yet. The event is to be looked at again. */
export class NotSettled extends NotYet {
  override readonly name = "NotSettled";
}

/** What judging needs: the law, where it holds, and how to look at things. */
export interface Bench<R extends Permission> {
  readonly settings: Settings;
  readonly home: Home;
  readonly drifts: readonly AnyDrift<R>[];
  readonly call: Call<R>;
  readonly now: () => Date;
  /** Where stands what operators have accepted, what was found before, and how things were. */
  readonly ledger: Ledger<"dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:Query">;
}

/** A protected resource that is to be looked at. */
export interface Suspect<R extends Permission> {
  readonly of: AnyDrift<R>["of"];
  readonly id: string;
}

/** What led to a look, whose call if one did, and whether there will be no other look. */
export interface Look {
  /** Names the look: CloudTrail's event id, or another that is the same each time it is taken. */
  readonly source: string;
  readonly by?: ApiCall;
  readonly lastTry: boolean;
  /** Judges only by these parts of the state, which an earlier look could not read. */
  readonly parts?: readonly string[];
}

/**
 * Those of a kind that a call concerns. A write that names none in a form that is known may concern any of them, unless it is known
 * to change something else: there will be new ways to name them, and new calls.
 */
const concernedBy = <R extends Permission>(of: AnyDrift<R>["of"], call: ApiCall, { settings, home }: Bench<R>) => {
  const named = call.requestOmitted ? [] : of.touchedBy(call);
  const isHere = call.account === home.account && call.region === home.region;
  if (named.length > 0 || call.readOnly || !isHere || of.claims[call.name] === "other") return named;
  return of.protected(settings, home);
};

/**
 * The protected resources that a call concerns: those it names, or all of the service, when CloudTrail left its parameters out or
 * they name none in a form that is known. A call that failed, or handled records only, changed nothing and concerns none.
 */
export const suspectsOf = <R extends Permission>(call: ApiCall, bench: Bench<R>): readonly Suspect<R>[] => {
  if (call.error || call.data) return [];
  const kinds = [...new Set(bench.drifts.map(({ of }) => of))].filter(({ services }) =>
    services.includes(call.service),
  );
  return kinds.flatMap((of) => {
    const ids = concernedBy(of, call, bench);
    return ids.filter((id) => of.declared(id, bench.settings, bench.home) !== undefined).map((id) => ({ of, id }));
  });
};

/** Past this a state is not kept with a finding, so that the finding always fits in an item of the table (400 KB). */
const mostState = 20_000;

interface Judged<R extends Permission> {
  readonly drift: AnyDrift<R>;
  /** With whose doing each of them is; none of them accepted. */
  readonly verdicts: readonly (Verdict & { readonly blame: Blame })[];
}

interface Looked<R extends Permission> extends Suspect<R> {
  readonly look: Look;
  readonly bench: Bench<R>;
}

const findingsOf = <R extends Permission>(
  { of, id, look: { source, by }, bench: { home, now } }: Looked<R>,
  { drift, verdicts }: Judged<R>,
  state: unknown,
): readonly Finding[] =>
  verdicts.map(({ evidence, found, severity, blame }) => ({
    detection: drift.id,
    title: drift.title,
    severity: severity ?? drift.severity,
    // The state itself was read.
    confidence: "High",
    attack: drift.attack,
    controls: drift.controls,
    evidence,
    resource: { type: of.type, id },
    account: home.account,
    region: home.region,
    time: now().toISOString(),
    source,
    found,
    ...(drift.several ? { several: true } : {}),
    ...(JSON.stringify(state ?? null).length <= mostState ? { state } : {}),
    ...(by ? { cause: causeOf(by, blame) } : {}),
  }));

const answersTo = <R extends Permission>(
  { of, id, look: { source } }: Looked<R>,
  { drift, verdicts }: Judged<R>,
  playbook: readonly Step[],
): Pick<Found, "steps" | "advice"> => {
  const answers = { detection: drift.id, resource: { type: of.type, id }, source };
  const steps = [...verdicts.flatMap(({ blame }) => blame.steps), ...playbook];
  return {
    steps: steps.map((step) => ({ ...step, id: stepId(step, source), ...answers })),
    advice: verdicts.flatMap(({ advice, blame }) => [...(advice === undefined ? [] : [advice]), ...blame.advice]),
  };
};

/** There is no such resource any more. What it was like when all was well is kept, so that people can make it anew. */
const judgeAbsent = async <R extends Permission>(looked: Looked<R>): Promise<Found> => {
  const { of, id, look, bench } = looked;
  const declared = of.declared(id, bench.settings, bench.home);
  const drifts = bench.drifts.filter((drift) => drift.of === of && drift.absent);
  if (declared === undefined || drifts.length === 0 || look.parts) return nothing;
  const baseline = await of.baseline(id, declared, bench.call);
  const last = await readRemembered(bench.ledger, id);
  const accepted = await readAccepted(bench.ledger, id);
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

const judgeOne = async <R extends Permission>(looked: Looked<R>): Promise<Found> => {
  const { of, id, look, bench } = looked;
  const { settings, home, call } = bench;
  const declared = of.declared(id, settings, home);
  if (declared === undefined) return nothing;
  const state = await of.read(id, call, declared);
  if (state === undefined) return judgeAbsent(looked);
  const baseline = await of.baseline(id, declared, call);
  const { judged: mayBeJudged, again } = partsOf(looked, state);
  const unread = again.length > 0 ? { unread: again } : {};

  const drifts = bench.drifts.filter((drift) => drift.of === of && mayBeJudged(drift));
  const wrong = drifts.flatMap((drift): readonly Judged<R>[] => {
    const verdicts = drift.judge(state, baseline);
    const blamed = verdicts.map((verdict) => {
      const blame = blameFor(drift, look.by, { state, found: verdict.found }, home.account);
      return { ...verdict, blame };
    });
    return verdicts.length > 0 ? [{ drift, verdicts: blamed }] : [];
  });
  const accepted = wrong.length === 0 ? [] : await readAccepted(bench.ledger, id);
  const found = wrong
    .map(({ drift, verdicts }) => ({
      drift,
      verdicts: verdicts.filter((verdict) => !isAccepted(accepted, drift.id, verdict.found)),
    }))
    .filter(({ verdicts }) => verdicts.length > 0);
  if (found.length === 0 && !of.settling(state)) {
    if (again.length === 0 && look.parts === undefined) await remember(bench.ledger, id, state);
    const explained =
      look.by && wrong.length === 0 ? await explainedBy({ ...bench, account: home.account }, look.by, id) : nothing;
    return { ...explained, ...unread };
  }
  // While the resource is changing, what looks right may be wrong in a second, and what looks wrong may be what somebody is
  // just repairing. Only a call that has certainly brought about what is seen is answered at once.
  const isCertain = found.some(({ verdicts }) => verdicts.some(({ blame }) => blame.blamed));
  if (of.settling(state) && !look.lastTry && !isCertain) throw new NotSettled(`${id} is still changing`);

  return {
    ...merge(
      found.map((judged): Found => {
        const names = judged.verdicts.map((verdict) => verdict.found);
        const playbook = judged.drift.playbook(state, baseline, names);
        return { findings: findingsOf(looked, judged, state), ...answersTo(looked, judged, playbook) };
      }),
    ),
    ...unread,
  };
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
