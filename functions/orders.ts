import { settings } from "lockkeeper:settings";
import { fromEnvironment } from "../shared/aws/environment.ts";
import type { Call, Heard, Permission } from "../shared/aws/operations.ts";
import { eachMessage } from "../shared/queue/batch.ts";
import { resources } from "../shared/resources/index.ts";
import { guardrails } from "../shared/response/guardrails/index.ts";
import type { AnyAction } from "../shared/response/hands.ts";
import { obey } from "../shared/response/obey.ts";
import type { Right } from "../shared/response/rights.ts";
import { shell } from "./shell.ts";

/**
 * What contain and restore have in common: orders come from a queue, and are carried out with the actions and the rights that
 * the one or the other has.
 * @param from the queue as people are told of it
 */
export const orders = <P extends Permission>(
  from: string,
  actions: readonly AnyAction<P>[],
  connect: (heard?: Heard) => Call<P | Right<"contain" | "restore">>,
) => {
  const call = connect();
  const ledger = { table: fromEnvironment("LEDGER"), call, now: () => new Date() };
  const home = { account: fromEnvironment("ACCOUNT"), region: fromEnvironment("AWS_REGION") };
  const queue = fromEnvironment("QUEUE");
  const hands = {
    actions,
    resources,
    guardrails,
    settings,
    home,
    ownRoles: fromEnvironment("OWN_ROLES").split(","),
    connect,
    ledger,
    orders: { queue, send: call },
  };
  const aside = { send: call, ledger, from, shelf: fromEnvironment("UNREADABLE_QUEUE") };

  return shell(
    eachMessage(
      async (message) => {
        const outcome = await obey<P>(hands, aside, message);
        console.info({ msg: "obeyed", messageId: message.id, outcome });
      },
      { queue, receives: Number(fromEnvironment("RECEIVES")), call },
    ),
  );
};
