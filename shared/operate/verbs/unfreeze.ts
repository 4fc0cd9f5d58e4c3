import * as v from "valibot";
import { liftFreeze, readControl } from "../../ledger/control.ts";
import { Refused } from "../refused.ts";
import { verb } from "../verb.ts";

export const unfreeze = verb({
  id: "unfreeze",
  summary: "Lift the stop; what was held meanwhile stays held",
  options: [],
  params: v.strictObject({}),
  run: async ({ ledger, by }) => {
    const { freeze } = await readControl(ledger);
    if (freeze === undefined) throw new Refused("unfreeze: expected everything to be frozen, and it is not");
    await liftFreeze(ledger, by);
    return {
      text: "Lifted. What was held meanwhile stays held: `show` names it, `approve` has it done.",
      data: { lifted: freeze },
    };
  },
});
