import { streamClaims } from "../../resources/kinesis/claims.ts";
import { activity } from "../activity.ts";
import { accountOf } from "./account.ts";
import { principalOf } from "./known.ts";

export const unknownStreamChange = activity({
  id: "unknown-stream-change",
  title: "A call changed something that Lockkeeper does not know",
  why: "AWS adds ways to copy, open or break a stream. Whoever uses one first is past everybody who goes by a list of the old ones.",
  severity: "Medium",
  attack: [],
  controls: [],
  blindSpots:
    "What the call did, unless it shows in the parts of a stream that are read: those are read again and compared with the baseline, whatever the call is called. A new call that CloudTrail takes for one that only reads.",
  evicts: false,
  watched: "successful writes of Kinesis Data Streams under a name that is newer than this program",
  // A call that names streams, none of them protected, is nobody's business here.
  watches: ({ service, name, data, readOnly, error }, { touched }) =>
    service === "kinesis" &&
    !data &&
    !readOnly &&
    error === undefined &&
    touched.length > 0 &&
    !Object.hasOwn(streamClaims, name),
  detect: async ({ name, actor }, { touched, namesNone, home, first }) => {
    if (!(await first(`${name} by ${principalOf(actor)}`, 3600))) return [];
    const about = namesNone ? [accountOf(home)] : touched.map(({ type, id }) => ({ type, id }));
    const read = namesNone ? "it names no stream, so that every protected one" : "the stream";
    return about.map((resource) => ({
      evidence: `${JSON.stringify(name.slice(0, 100))} is no call of Kinesis that this version knows; ${read} was read again and compared with its baseline.`,
      resource,
      confidence: "Medium",
      evict: false,
      advice: `Find out what ${JSON.stringify(name.slice(0, 100))} does, and whether Lockkeeper has a newer version that knows it.`,
    }));
  },
});
