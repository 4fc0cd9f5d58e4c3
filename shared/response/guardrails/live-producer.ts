import { firstFit } from "../../resources/arn.ts";
import { type Guardrail, principalsOf, takesAway, unlessApproved } from "./guardrail.ts";

/**
 * Whoever gets hold of a producer's key, or makes it look guilty, could have the responder cut the stream's own feed: an outage
 * that the attacker need not make. Where nobody has said who feeds a stream, anybody may.
 */
export const liveProducer: Guardrail = {
  id: "live-producer",
  holds:
    "Taking anything away from those who feed the stream or read it, `streams[].producers` and `consumers`; and from anybody, while lockkeeper.yml does not say who feeds it.",
  approvable: "always",
  setting: { name: "streams[].producers, streams[].consumers", otherwise: "anybody may be a producer" },
  check: (plan, { declared, settings }) => {
    if (!takesAway(plan) || declared === undefined) return undefined;
    if (declared.producers === undefined)
      return unlessApproved("lockkeeper.yml does not say who feeds this stream (producers): it may be this one");
    const principals = principalsOf(plan);
    const feeds = settings.streams.find(({ producers = [] }) => firstFit(producers, principals));
    if (feeds) return unlessApproved(`it is a producer of ${feeds.name}: without it the stream gets no records`);
    const reads = settings.streams.find(({ consumers = [] }) => firstFit(consumers, principals));
    return reads && unlessApproved(`it is a consumer of ${reads.name}: without it the records are not read`);
  },
};
