import type { Moto } from "../moto.ts";
import { renderOutput } from "../reply/output.ts";
import { type Fields, listOf, textOf } from "../values.ts";
import type { Answers } from "./types.ts";

/** PutEvents refuses entries that pretend to come from AWS; moto takes them. Source: EventBridge API Reference, PutEvents. */
export const eventsAnswers = (moto: Moto): Answers => ({
  answer: async (call) => {
    if (call.operation !== "PutEvents") return undefined;
    const entries = listOf(call.input.Entries);
    const forged = ({ Source }: Fields) => textOf(Source)?.startsWith("aws.") ?? false;
    if (!entries.some(forged)) return undefined;
    const honest = entries.filter((entry) => !forged(entry));
    const put =
      honest.length > 0 ? await moto.call("events", "PutEvents", { Entries: honest }, call.region) : undefined;
    const results = [...listOf(put?.ok ? put.output.Entries : [])];
    const refusal = {
      ErrorCode: "NotAuthorizedForSourceException",
      ErrorMessage: "Not authorized for the source.",
    };
    return renderOutput(call, {
      FailedEntryCount: entries.length - honest.length,
      Entries: entries.map((entry) => (forged(entry) ? refusal : (results.shift() ?? {}))),
    });
  },
});
