import { fromEnvironment } from "../shared/aws/environment.ts";
import { eachMessage } from "../shared/queue/batch.ts";
import { hear } from "../shared/response/hear.ts";
import { earsFor, type Reads } from "./ears.ts";
import { shell } from "./shell.ts";

/** Events queue → judged → ledger and findings queues. Reads resources; changes nothing outside its own table and queues. */
const ears = earsFor("events");

export const handler = shell(
  eachMessage(
    async (message) => {
      console.info({ msg: "heard", messageId: message.id, ...(await hear<Reads>(ears, message)) });
    },
    {
      queue: fromEnvironment("EVENTS_QUEUE"),
      receives: Number(fromEnvironment("RECEIVES")),
      call: ears.call,
    },
  ),
);
