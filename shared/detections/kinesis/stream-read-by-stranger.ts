import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { activity, type Surroundings } from "../activity.ts";
import { credentialOf, strangerTo } from "./known.ts";

const reads = ["GetRecords", "GetShardIterator", "SubscribeToShard"];
/** Where the whole of a stream is read from, and not what comes. Source: Kinesis API Reference, GetShardIterator and StartingPosition. */
const fromThePast = ["AT_TIMESTAMP", "TRIM_HORIZON"];

const typeOf = (position: unknown): unknown => (position as { readonly type?: unknown } | null | undefined)?.type;
/** From where the records of the past are read, if they are. */
const pastIn = ({ request }: ApiCall): string | undefined =>
  fromThePast.find((type) => type === request["shardIteratorType"] || type === typeOf(request["startingPosition"]));

const robbed = ({ actor }: ApiCall, { touched, namesNone }: Surroundings) =>
  namesNone ? [] : strangerTo(actor, touched, "consumers");

export const streamReadByStranger = activity({
  id: "stream-read-by-stranger",
  title: "The stream was read by a stranger",
  why: "Whoever reads the records has them: nothing about the stream shows it, and nothing takes them back.",
  severity: "High",
  attack: ["T1530"],
  controls: [],
  blindSpots:
    "A stream whose `consumers` nobody has declared. Somebody with a declared consumer's own credentials, or, where CloudTrail tells nothing but the account of a caller from another one, anybody there if one of them is declared. `GetRecords` with an iterator alone, where the record names no stream. A channel, a pipe or an event source mapping, which read for themselves.",
  watched: "`GetRecords`, `GetShardIterator` and `SubscribeToShard` that were let in",
  dataEvents: { kinesis: reads },
  watches: (call, around) =>
    call.service === "kinesis" &&
    call.data &&
    call.error === undefined &&
    reads.includes(call.name) &&
    robbed(call, around).length > 0,
  detect: async (call, facts) => {
    const past = pastIn(call);
    const { actor, name } = call;
    const foreign = actor.account !== undefined && actor.account !== facts.home.account;
    const grave = past !== undefined || foreign;
    const found = await Promise.all(
      robbed(call, facts).map(async ({ type, id }) => {
        // A reader comes five times a second. What was told is told again only where it has become worse.
        const who = `${credentialOf(actor)} ${id}`;
        const isFirst = await facts.first(who, 3600);
        const isNews = grave ? await facts.first(`${who} gravely`, 3600) : isFirst;
        if (!isNews) return [];
        const from = past ? `, from ${past}` : "";
        const whose = foreign ? ` of account ${actor.account}` : "";
        return [
          {
            evidence: `It was read (${name}${from}) by a principal${whose} that is none of the consumers in lockkeeper.yml.`,
            resource: { type, id },
            ...(grave ? { severity: "Critical" as const } : {}),
            confidence: "High" as const,
            evict: true,
          },
        ];
      }),
    );
    return found.flat();
  },
});
