import { settings } from "lockkeeper:settings";
import { resourceActions } from "../shared/actions/index.ts";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller, type Heard } from "../shared/aws/operations.ts";
import { eachMessage } from "../shared/queue/batch.ts";
import { resources } from "../shared/resources/index.ts";
import { guardrails } from "../shared/response/guardrails/index.ts";
import { obey } from "../shared/response/obey.ts";
import type { Right } from "../shared/response/rights.ts";
import { shell } from "./shell.ts";

/** Resource findings → resources put back as they were. Never touches an identity. */
type Action = (typeof resourceActions)[number];
type Rights = Action["reads" | "writes"][number] | Right<"restore">;
const connect = (heard?: Heard): Call<Rights> =>
  caller(
    {
      dynamodb: () => import("../shared/aws/dynamodb.ts"),
      kinesis: () => import("../shared/aws/kinesis.ts"),
      kms: () => import("../shared/aws/kms.ts"),
      sqs: () => import("../shared/aws/sqs.ts"),
    },
    heard,
  );
const call = connect();
const ledger = { table: fromEnvironment("LEDGER"), call, now: () => new Date() };
const home = { account: fromEnvironment("ACCOUNT"), region: fromEnvironment("AWS_REGION") };
const hands = { actions: resourceActions, resources, guardrails, settings, home, connect, ledger };
const aside = { send: call, ledger, from: "resource findings", deadLetters: fromEnvironment("DEAD_LETTERS") };

export const handler = shell(
  eachMessage(
    async (message) => {
      const outcome = await obey<Rights>(hands, aside, message);
      console.info({ msg: "obeyed", messageId: message.id, outcome });
    },
    { queue: fromEnvironment("QUEUE"), receives: Number(fromEnvironment("RECEIVES")), call },
  ),
);
