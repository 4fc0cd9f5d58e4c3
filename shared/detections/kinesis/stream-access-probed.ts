import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { activity, type Facts, type Suspicion, type Touched } from "../activity.ts";
import { principalOf, strangerTo } from "./known.ts";

/** What services write where a caller may not; EC2 and its kind put a prefix before it. */
const denial =
  /^(AccessDenied(Exception)?|([A-Za-z]+\.)?UnauthorizedOperation|UnauthorizedException|VpceAccessDenied)$/;
const isDenied = ({ error }: ApiCall) => error !== undefined && denial.test(error.code);

/** Asks whether a call would be let in, without making it. Source: Kinesis API Reference, GetRecords, `DryRun`. */
const isDryRun = ({ error, request }: ApiCall) =>
  error?.code === "DryRunOperationException" || request["dryRun"] === true;

/** So many different calls denied in ten minutes are told, and so many are answered: no workload lacks that many rights at once. */
const several = 5;
const many = 20;
const tenMinutes = 600;
const hour = 3600;

type Found = Omit<Suspicion, "resource">;

/** A rehearsal that says "yes" gives away a right, and changes nothing that anybody would notice. */
const dryRun = async ({ name, actor, error }: ApiCall, facts: Facts): Promise<Found | undefined> => {
  if (!(await facts.first(`dry run by ${principalOf(actor)}`, hour))) return undefined;
  const answer = error?.code === "DryRunOperationException" ? ", and it would have been let in" : "";
  // A long-lived key in the hands of somebody who has no business with the records: those who have can rehearse as they like.
  const strangers = [
    ...strangerTo(actor, facts.touched, "consumers"),
    ...strangerTo(actor, facts.touched, "producers"),
  ];
  const evict = actor.credential.kind === "user-key" && strangers.length > 0;
  return {
    evidence: `${name} was tried as a dry run${answer}: somebody asks what they may do before they do it.`,
    confidence: evict ? "High" : "Medium",
    evict,
  };
};

const denials = async ({ name, actor }: ApiCall, facts: Facts): Promise<Found | undefined> => {
  // Counted for the role, not for a session, which is named as its caller likes.
  const principal = principalOf(actor);
  let count = 0;
  for (const { id } of facts.touched) count = await facts.distinct(principal, `${name} ${id}`, tenMinutes);
  if (count < several) return undefined;
  const evidence = `${count} different calls on protected streams were denied to one principal within ten minutes, the last of them ${name}.`;
  if (count >= many && (await facts.first(`many by ${principal}`, hour)))
    return { evidence, severity: "High", confidence: "High", evict: true };
  return (await facts.first(`several by ${principal}`, hour))
    ? { evidence, confidence: "Medium", evict: false }
    : undefined;
};

export const streamAccessProbed = activity({
  id: "stream-access-probed",
  title: "Somebody tried what they may do with the stream",
  why: "Whoever comes by a credential first finds out what it is good for. This is the only moment at which nothing has happened yet.",
  severity: "Medium",
  attack: ["T1580"],
  controls: [],
  blindSpots:
    "Denied calls that only read how a stream is set up, such as `DescribeStreamSummary`: EventBridge keeps read-only management events from rules of this kind. Denied calls that name no protected stream. Denials spread over more than some ten minutes, or over several principals. Without a trail with data events, denied reads and writes of records, and every dry run.",
  watched:
    "denied calls on a protected stream: 5 different ones in ten minutes are told, and at 20 the caller is evicted; dry runs at once, and with a user's key of neither a declared consumer nor a producer the key is taken away",
  dataEvents: { kinesis: ["GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard"] },
  watches: (call, { touched, namesNone }) =>
    call.service === "kinesis" && !namesNone && touched.length > 0 && (isDenied(call) || isDryRun(call)),
  detect: async (call, facts) => {
    const found = isDenied(call) ? await denials(call, facts) : await dryRun(call, facts);
    const [{ type, id }] = facts.touched as readonly [Touched, ...Touched[]];
    return found ? [{ ...found, resource: { type, id } }] : [];
  },
});
