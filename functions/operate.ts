import { identityActions, resourceActions } from "lockkeeper:actions";
import { detectionIds } from "lockkeeper:detections";
import { settings } from "lockkeeper:settings";
import { evictsOf } from "../shared/actions/action.ts";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import { takeOrder } from "../shared/operate/take-order.ts";
import type { Answer } from "../shared/operate/verb.ts";
import { verbs } from "../shared/operate/verbs/index.ts";
import type { Right } from "../shared/response/rights.ts";
import { shell } from "./shell.ts";

/** Orders of operators → decisions in the ledger, and orders in the queues. Changes nothing else. */
const call: Call<Right<"operate">> = caller({
  dynamodb: () => import("../shared/aws/dynamodb.ts"),
  sqs: () => import("../shared/aws/sqs.ts"),
});

const counters = {
  ledger: { table: fromEnvironment("LEDGER"), call, now: () => new Date() },
  home: { account: fromEnvironment("ACCOUNT"), region: fromEnvironment("AWS_REGION") },
  functionName: fromEnvironment("AWS_LAMBDA_FUNCTION_NAME"),
  send: call,
  queues: { identity: fromEnvironment("IDENTITY_QUEUE"), resource: fromEnvironment("RESOURCE_QUEUE") },
  identityActions: identityActions.map(({ id }) => id),
  evicts: evictsOf([...identityActions, ...resourceActions]),
  detections: detectionIds,
  settings,
  verbs,
};

export const handler = shell(
  async (event: unknown): Promise<Answer> => {
    const { answer, by, verb } = await takeOrder(counters, event);
    console.info({ msg: "ordered", by, verb, ok: answer.ok, ...(answer.ok ? {} : { problem: answer.problem }) });
    return answer;
  },
  // What is shown to an operator is in the ledger; it need not be in the log, too.
  ({ ok }) => ({ ok }),
);
