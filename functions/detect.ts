import { identityActions } from "lockkeeper:actions";
import { settings } from "lockkeeper:settings";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import { activities, alarms, drifts } from "../shared/detections/index.ts";
import { eachMessage } from "../shared/queue/batch.ts";
import { hear } from "../shared/response/hear.ts";
import type { Right } from "../shared/response/rights.ts";
import { shell } from "./shell.ts";

/** Events queue → judged → ledger and findings queues. Reads resources; changes nothing outside its own table and queues. */
type Reads = (typeof drifts)[number]["of"]["reads"][number];
const call: Call<Reads | Right<"detect">> = caller({
  dynamodb: () => import("../shared/aws/dynamodb.ts"),
  kinesis: () => import("../shared/aws/kinesis.ts"),
  kms: () => import("../shared/aws/kms.ts"),
  sqs: () => import("../shared/aws/sqs.ts"),
});
const now = () => new Date();
const queue = fromEnvironment("EVENTS_QUEUE");
const ledger = { table: fromEnvironment("LEDGER"), call, now };

const ears = {
  settings,
  home: { account: fromEnvironment("ACCOUNT"), region: fromEnvironment("AWS_REGION") },
  drifts,
  activities,
  alarms,
  call,
  now,
  ledger,
  send: call,
  queues: {
    identity: fromEnvironment("IDENTITY_QUEUE"),
    resource: fromEnvironment("RESOURCE_QUEUE"),
    tellBy: fromEnvironment("TELL_BY_QUEUE"),
  },
  aside: { send: call, ledger, from: "events", shelf: fromEnvironment("UNREADABLE_QUEUE") },
  identityActions: identityActions.map(({ id }) => id),
  ownRoles: fromEnvironment("OWN_ROLES").split(","),
};

export const handler = shell(
  eachMessage(
    async (message) => {
      console.info({ msg: "heard", messageId: message.id, ...(await hear<Reads>(ears, message)) });
    },
    { queue, receives: Number(fromEnvironment("RECEIVES")), call },
  ),
);
