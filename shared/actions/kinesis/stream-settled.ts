import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../../aws/operations.ts";
import { readSummary, type StreamSummary } from "../../resources/kinesis/summary.ts";
import { ResourceGone } from "../action.ts";

type Read = Call<"kinesis:DescribeStreamSummary">;

/** The stream is still changing; the step is tried again later. */
export class StreamBusy extends Error {
  override readonly name = "StreamBusy";
}
export class StreamGone extends ResourceGone {
  override readonly name = "StreamGone";
}

/** Makes of a stream that does not exist any more nothing at all. */
export const unlessGone = (error: unknown): undefined => {
  if (!(error instanceof StreamGone)) throw error;
};

/** How long one look waits before it leaves the rest to the queue's redelivery. A step looks four times and has a minute. A change takes seconds as a rule, minutes at worst. */
const patience = 10_000;
const pauses = { first: 200, longest: 2_000 };

/**
 * What a stream's summary says once nothing about it is changing any more.
 * @throws StreamGone if there is no such stream; StreamBusy if it does not settle in time
 */
export const streamSettled = async (stream: string, call: Read): Promise<StreamSummary> => {
  const deadline = Date.now() + patience;
  for (let pause = pauses.first; ; pause = Math.min(pause * 1.5, pauses.longest)) {
    const state = await readSummary(stream, call);
    if (state === undefined) throw new StreamGone(`${stream} does not exist any more`);
    if (state.status === "ACTIVE") return state;
    if (Date.now() + pause > deadline) throw new StreamBusy(`${stream} is still ${state.status}`);
    await sleep(pause);
  }
};

/** Does something that Kinesis refuses while the stream is UPDATING: somebody else's change can always come in between. */
export const whenStreamAllows = async (stream: string, call: Read, write: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if ((error as Error).name !== "ResourceInUseException" || attempt === 5) throw error;
      await streamSettled(stream, call);
    }
  }
};
