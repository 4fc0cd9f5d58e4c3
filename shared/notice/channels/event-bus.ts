import type { Call } from "../../aws/operations.ts";
import type { OcsfEvent } from "../ocsf/event.ts";
import type { Channel } from "./channel.ts";

/** PutEvents takes no more entries than this. Source: EventBridge API Reference, PutEvents. */
const atOnce = 10;

const entry = (event: OcsfEvent) => ({
  Source: "lockkeeper",
  DetailType: event.class_uid === 2004 ? "lockkeeper.finding" : "lockkeeper.outcome",
  Detail: JSON.stringify(event),
});

/** The account's default event bus: each OCSF event as an event of its own. */
export const eventBus = (call: Call<"events:PutEvents">): Channel => ({
  name: "event-bus",
  send: async ({ events }) => {
    for (let at = 0; at < events.length; at += atOnce) {
      const Entries = events.slice(at, at + atOnce).map(entry);
      const { FailedEntryCount = 0, Entries: answers = [] } = await call("events:PutEvents", { Entries });
      // The answer is a success even if none was taken.
      const code = answers.find(({ ErrorCode }) => ErrorCode)?.ErrorCode ?? "no code given";
      if (FailedEntryCount > 0) throw new Error(`${FailedEntryCount} events were not taken by the event bus: ${code}`);
    }
  },
});
