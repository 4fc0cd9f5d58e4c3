import type { ApiCall } from "../../cloudtrail/api-call.ts";
import type { StreamState } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

const few = (names: readonly string[]): string => {
  const [first, second, third, ...more] = names;
  return [first, second, third, ...(more.length > 0 ? [`${more.length} more`] : [])].filter(Boolean).join(", ");
};

/** The most of a stream in one sentence. All of these names are in AWS's own narrow form. */
const wasLike = ({ capacity, retentionHours, key, consumers, channels, unread }: StreamState): string => {
  const { mode, shards } = capacity;
  const size = mode === "ON_DEMAND" ? "was on demand" : `had ${shards} ${shards === 1 ? "shard" : "shards"}`;
  const encrypted = key ? `was encrypted with ${key.name}` : "was not encrypted";
  const read = consumers.length > 0 ? `the consumers ${few(consumers.map(({ name }) => name))}` : "no consumers";
  const copied = channels.length > 0 ? `, the channels ${few(channels.map(({ name }) => name))}` : "";
  return [
    `it ${size}`,
    `kept its records for ${retentionHours} hours`,
    unread.key ? "was encrypted with a key that could not be read" : encrypted,
    `had ${unread.consumers ? "consumers that could not be read" : read}${copied}`,
  ].join(", ");
};

/** A deletion that names a stream in no form that is known leads to a look at all of them, and is of one of them at most. */
const namesOne = ({ streamName, streamARN }: ApiCall["request"]): boolean =>
  typeof streamName === "string" || typeof streamARN === "string";

export const streamDeleted = drift({
  id: "stream-deleted",
  title: "The protected stream is gone",
  why: "All its records are lost, nothing can be written and nothing read: no call of AWS brings a stream back.",
  severity: "Critical",
  attack: ["T1485"],
  controls: [],
  blindSpots:
    "A stream that was made anew before the event of its deletion arrived is judged as it is then: that its records are lost is not seen. One that is declared and was never there is told of as Medium, whenever something leads to a look at it; only its making does not.",
  of: kinesisStream,
  causes: { DeleteStream: namesOne },
  judge: () => [],
  absent: (_, last, by) => {
    if (last)
      return {
        evidence: `There is no such stream any more. When nothing was wrong with it, ${wasLike(last)}.`,
        found: "DELETED",
        advice:
          "Make the stream anew: the verb show tells with --resource how it was. Its records are lost, and its consumers get new ARNs.",
      };
    if (by?.name === "DeleteStream" && namesOne(by.request))
      return {
        evidence:
          "There is no such stream any more. How it was is not known, since it was never seen with nothing wrong.",
        found: "DELETED",
        advice: "Make the stream anew, as lockkeeper.yml and whoever made it say. Its records are lost.",
      };
    // It is gone again already, which the event of its deletion tells, or has not come up yet.
    if (by?.name === "CreateStream") return undefined;
    return {
      evidence: "lockkeeper.yml protects this stream, and there is none of its name in this account and Region.",
      found: "NEVER SEEN",
      severity: "Medium",
      advice: "Make the stream, or take it out of lockkeeper.yml, or put right the name that stands there.",
    };
  },
  playbook: () => [],
});
