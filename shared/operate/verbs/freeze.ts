import * as v from "valibot";
import { freezeAll } from "../../ledger/control.ts";
import { reason, required, schemas } from "../options.ts";
import { verb } from "../verb.ts";

export const freeze = verb({
  id: "freeze",
  summary: "Stop everything at once: nothing is changed any more until unfreeze",
  options: [required(reason)],
  params: v.strictObject({ reason: schemas.reason }),
  run: async ({ ledger, by }, { reason: why }) => {
    const stop = { by, at: ledger.now().toISOString(), reason: why };
    await freezeAll(ledger, stop);
    return {
      text: "Frozen: nothing is changed any more until `unfreeze`. What is found is still told.",
      data: { freeze: stop },
    };
  },
});
