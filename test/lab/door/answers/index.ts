import type { Keys } from "../access/keys.ts";
import type { Remembered } from "../access/remembered.ts";
import type { IamState } from "../caller/iam-state.ts";
import type { Moto } from "../moto.ts";
import { eventsAnswers } from "./events.ts";
import { iamAnswers } from "./iam.ts";
import { type KinesisState, kinesisAnswers } from "./kinesis/index.ts";
import { kmsAnswers } from "./kms.ts";
import { lambdaAnswers, type OnInvoke } from "./lambda.ts";
import { stsAnswers } from "./sts.ts";
import type { Answers } from "./types.ts";

export interface AnswersOptions {
  readonly moto: Moto;
  readonly iam: IamState;
  readonly keys: Keys;
  readonly remembered: Remembered;
  readonly kinesis: KinesisState;
  readonly onInvoke: OnInvoke | undefined;
  readonly updatingMs: number;
  readonly resourcePolicyTps: number | undefined;
  readonly report: (line: string) => void;
}

/** What the door answers itself, by IAM prefix: one file per service. */
export const openAnswers = (options: AnswersOptions): Readonly<Record<string, Answers>> => ({
  events: eventsAnswers(options.moto),
  iam: iamAnswers(options.iam),
  kinesis: kinesisAnswers({ ...options, state: options.kinesis }),
  kms: kmsAnswers(options.keys),
  lambda: lambdaAnswers(options),
  sts: stsAnswers(),
});
