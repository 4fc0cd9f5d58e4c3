import { identityActions } from "lockkeeper:actions";
import { settings } from "lockkeeper:settings";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import { activities, alarms, drifts } from "../shared/detections/index.ts";
import type { Right } from "../shared/response/rights.ts";

/** What detect and sweep have in common: they judge, put on record and order; they change nothing outside their own table and queues. */
export type Reads = (typeof drifts)[number]["of"]["reads"][number];

/** @param from the queue that messages come from which cannot be read, as people are told of it */
export const earsFor = (from: string) => {
  const call: Call<Reads | Right<"detect">> = caller({
    dynamodb: () => import("../shared/aws/dynamodb.ts"),
    iam: () => import("../shared/aws/iam.ts"),
    kinesis: () => import("../shared/aws/kinesis.ts"),
    kms: () => import("../shared/aws/kms.ts"),
    sqs: () => import("../shared/aws/sqs.ts"),
  });
  const now = () => new Date();
  const ledger = { table: fromEnvironment("LEDGER"), call, now };
  return {
    settings,
    home: { account: fromEnvironment("ACCOUNT"), region: fromEnvironment("AWS_REGION") },
    drifts,
    activities,
    alarms,
    call,
    ask: call,
    now,
    ledger,
    send: call,
    queues: {
      identity: fromEnvironment("IDENTITY_QUEUE"),
      resource: fromEnvironment("RESOURCE_QUEUE"),
      tellBy: fromEnvironment("TELL_BY_QUEUE"),
    },
    aside: { send: call, ledger, from, shelf: fromEnvironment("UNREADABLE_QUEUE") },
    identityActions: identityActions.map(({ id }) => id),
    ownRoles: fromEnvironment("OWN_ROLES").split(","),
  };
};
