import type { Keys } from "../access/keys.ts";
import { renderOutput } from "../reply/output.ts";
import { readOutcome } from "../reply/read.ts";
import type { Answers } from "./types.ts";

/** ScheduleKeyDeletion answers with the key's ARN and state, which moto leaves out. Source: KMS API Reference. */
export const kmsAnswers = (keys: Keys): Answers => ({
  adjust: async (call, reply) => {
    const outcome = call.operation === "ScheduleKeyDeletion" ? readOutcome(call, reply) : undefined;
    if (!outcome?.ok) return reply;
    const KeyId = await keys.arnOf(String(call.input.KeyId), call.region);
    const PendingWindowInDays = call.input.PendingWindowInDays ?? 30;
    return renderOutput(call, { ...outcome.output, KeyId, KeyState: "PendingDeletion", PendingWindowInDays });
  },
});
