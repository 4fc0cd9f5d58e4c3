import type { Call, Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyActivity, Facts, Surroundings, Suspicion } from "../detections/activity.ts";
import type { Finding, Found } from "../incident/finding.ts";
import type { Ledger } from "../ledger/table.ts";
import { addToWindow, seenFirst } from "../ledger/window.ts";
import { unlessMissing } from "../resources/iam/document.ts";
import type { Bench } from "./bench.ts";
import { causeOf } from "./cause.ts";
import { answerTo } from "./ladder.ts";
import { merge } from "./merge.ts";
import { stepId } from "./step-id.ts";
import { surroundingsOf } from "./touched.ts";

/** What looking at activities needs besides judging states. */
export interface Watch<R extends Permission> extends Bench<R> {
  readonly activities: readonly AnyActivity[];
  /** Asks IAM about keys. */
  readonly ask: Call<Asks>;
  readonly ledger: Ledger<
    "dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:Query" | "dynamodb:UpdateItem"
  >;
}

/** The activities that look at a call. */
export const watching = <R extends Permission>(watch: Watch<R>, call: ApiCall): readonly AnyActivity[] => {
  const around = surroundingsOf(watch, call);
  return watch.activities.filter((activity) => activity.watches(call, around));
};

type Asks = "iam:GetAccessKeyLastUsed" | "iam:ListAccessKeys";

/** IAM knows of every key ever used whose it is. Source: IAM API Reference, GetAccessKeyLastUsed. */
const ownerOf = async (AccessKeyId: string, call: Call<Asks>): Promise<string | undefined> =>
  (await unlessMissing(call("iam:GetAccessKeyLastUsed", { AccessKeyId })).catch(unlessNotOurs))?.UserName;

/** For the key of another account IAM says no. */
const unlessNotOurs = (error: unknown): undefined => {
  if ((error as Error).name !== "AccessDenied") throw error;
  return undefined;
};

const keysOf = async (UserName: string, call: Call<Asks>): Promise<readonly string[]> => {
  const { AccessKeyMetadata: keys = [] } = (await unlessMissing(call("iam:ListAccessKeys", { UserName }))) ?? {};
  return keys.flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
};

const factsFor = (
  { ledger, ask }: Pick<Watch<Permission>, "ledger" | "ask">,
  { id }: AnyActivity,
  call: ApiCall,
  around: Surroundings,
): Facts => ({
  ...around,
  distinct: (window, thing, seconds) => addToWindow(ledger, `${id}#${window}`, thing, seconds),
  first: (what, seconds) => seenFirst(ledger, `${id}#${what}`, call.eventID, seconds),
  ownerOf: (accessKeyId) => ownerOf(accessKeyId, ask),
  keysOf: (userName) => keysOf(userName, ask),
});

const foundBy = (
  { id, title, severity, attack, controls, evicts }: AnyActivity,
  call: ApiCall,
  suspicion: Suspicion,
  { home, now }: Pick<Bench<Permission>, "home" | "now">,
): Found => {
  const { evidence, resource, confidence, evict, steps: besides = [] } = suspicion;
  const source = call.eventID;
  const { blamed, steps, advice } = answerTo(call.actor, evict && evicts !== false, home.account);
  const said = suspicion.advice ? [suspicion.advice] : [];
  const finding: Finding = {
    detection: id,
    title,
    severity: suspicion.severity ?? severity,
    confidence,
    attack,
    controls,
    evidence,
    resource,
    account: home.account,
    region: home.region,
    time: now().toISOString(),
    source,
    cause: causeOf(call, { blamed: blamed && suspicion.blames !== false }),
  };
  const answers = { detection: id, resource, source };
  return {
    findings: [finding],
    steps: [
      ...besides.map((step) => ({ ...step, id: stepId(step, source), ...answers, named: true as const })),
      ...steps.map((step) => ({ ...step, id: stepId(step, source), ...answers })),
    ],
    advice: [...said, ...advice],
  };
};

/** What a call makes the activities think that look at it. @throws what the table throws */
export const suspect = async <R extends Permission>(
  watch: Watch<R>,
  activities: readonly AnyActivity[],
  call: ApiCall,
): Promise<Found> => {
  const around = surroundingsOf(watch, call);
  const all = await Promise.all(
    activities.map(async (activity) => {
      const suspicions = await activity.detect(call, factsFor(watch, activity, call, around));
      return suspicions.map((suspicion) => foundBy(activity, call, suspicion, watch));
    }),
  );
  return merge(all.flat());
};
