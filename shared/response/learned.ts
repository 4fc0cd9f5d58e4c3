import { isDeepStrictEqual } from "node:util";
import type { Permission } from "../aws/operations.ts";
import { isTrusted } from "../detections/iam/trusted.ts";
import { putAccepted } from "../ledger/accepted.ts";
import { type Remembered, readRemembered, remember } from "../ledger/remembered.ts";
import type { Judged, Looked } from "./answers.ts";
import type { Bench } from "./bench.ts";
import type { Blame } from "./blame.ts";

/**
 * How a resource is meant to be where nobody declares it. It is as it was when first all of its kind were looked at; what came into
 * being since began as nothing. From then on it moves with what deployers and operators change, and with what operators accept.
 */

const daysMs = 30 * 86_400_000;

const surveyOf = ({ type }: { readonly type: string }): string => `all of ${type}`;

/** Whether all of a kind have been looked at once. */
export const isSurveyed = async <R extends Permission>(
  { ledger }: Pick<Bench<R>, "ledger">,
  of: Looked<R>["of"],
): Promise<boolean> => (await readRemembered(ledger, surveyOf(of))) !== undefined;

export const noteSurvey = <R extends Permission>(
  { ledger }: Pick<Bench<R>, "ledger">,
  of: Looked<R>["of"],
): Promise<void> => remember(ledger, surveyOf(of), {});

/** How it was when nothing was wrong with it, by what is remembered of it; undefined: nothing can be said yet. */
export const lastOf = async <R extends Permission>(
  { of, id, bench }: Looked<R>,
  known: Remembered | undefined,
): Promise<unknown> => {
  if (of.learned === undefined) return undefined;
  if (known) return known.state;
  return (await isSurveyed(bench, of)) ? of.learned.blank(id) : undefined;
};

/**
 * Keeps how it is now as how it is meant to be, unless that is what stands there already.
 * @param known what is remembered of it; where its kind is not learned nothing, so that it is kept each time
 * @param atFirstSight nothing is known that it could be measured by, so that it is kept whatever it is
 */
export const learn = async <R extends Permission>(
  { of, id, bench }: Looked<R>,
  state: unknown,
  known: Remembered | undefined,
  atFirstSight = false,
): Promise<void> => {
  if (of.learned && !atFirstSight && !of.learned.isMeant(state)) return;
  const age = known ? bench.now().getTime() - Date.parse(known.at) : Number.POSITIVE_INFINITY;
  if (known && age < daysMs && isDeepStrictEqual(known.state, JSON.parse(JSON.stringify(state)))) return;
  await remember(bench.ledger, id, state);
};

const isExplained = ({ blamed, onBehalf }: Blame): boolean => blamed || onBehalf === true;

/**
 * Of what is wrong with a resource of a learned kind, what this look has to answer. Several changes are made one after the other, and
 * the event of the first leads to a look at all of them: each waits for its own, and what no event explains is found by the sweep.
 * What deployers and operators have changed is accepted.
 */
export const answerable = async <R extends Permission>(
  { of, id, look, bench }: Looked<R>,
  found: readonly Judged<R>[],
): Promise<readonly Judged<R>[]> => {
  const { by } = look;
  if (of.learned === undefined || by === undefined) return found;
  const trusted = isTrusted(by, bench.settings);
  const explained = found.map(({ drift, verdicts }) => ({
    drift,
    verdicts: verdicts.filter(({ blame }) => isExplained(blame)),
  }));
  if (!trusted) return explained.filter(({ verdicts }) => verdicts.length > 0);
  for (const { drift, verdicts } of explained)
    for (const verdict of verdicts)
      await putAccepted(
        bench.ledger,
        id,
        {
          detection: drift.id,
          found: verdict.found,
          by: by.actor.name,
          at: bench.now().toISOString(),
          reason: `${by.name} by somebody who deploys or gives orders`,
        },
        drift.several,
      );
  return [];
};
