import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { activity, type Surroundings } from "../activity.ts";
import { credentialOf, strangerTo } from "./known.ts";

const writes = ["PutRecord", "PutRecords"];

const spoilt = ({ actor }: ApiCall, { touched, namesNone }: Surroundings) =>
  namesNone ? [] : strangerTo(actor, touched, "producers");

export const streamWrittenByStranger = activity({
  id: "stream-written-by-stranger",
  title: "The stream was written to by a stranger",
  why: "Consumers take every record for a true one: orders that nobody placed, payments that nobody made.",
  severity: "High",
  attack: ["T1565.001"],
  controls: [],
  blindSpots:
    "A stream whose `producers` nobody has declared. Somebody with a declared producer's own credentials, or, where CloudTrail tells nothing but the account of a caller from another one, anybody there if one of them is declared. Which records were written: CloudTrail keeps none of them.",
  watched: "`PutRecord` and `PutRecords` that were let in",
  dataEvents: { kinesis: writes },
  // CloudTrail says of both that they only read.
  watches: (call, around) =>
    call.service === "kinesis" &&
    call.data &&
    call.error === undefined &&
    writes.includes(call.name) &&
    spoilt(call, around).length > 0,
  detect: async (call, facts) => {
    const { actor, name } = call;
    const foreign = actor.account !== undefined && actor.account !== facts.home.account;
    const whose = foreign ? ` of account ${actor.account}` : "";
    const found = await Promise.all(
      spoilt(call, facts).map(async ({ type, id }) =>
        (await facts.first(`${credentialOf(actor)} ${id}`, 3600))
          ? [
              {
                evidence: `It was written to (${name}) by a principal${whose} that is none of the producers in lockkeeper.yml.`,
                resource: { type, id },
                confidence: "High" as const,
                evict: true,
              },
            ]
          : [],
      ),
    );
    return found.flat();
  },
});
