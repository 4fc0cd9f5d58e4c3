import { step } from "../../actions/action.ts";
import { tightenStreamPolicy } from "../../actions/kinesis/tighten-stream-policy.ts";
import type { StreamBaseline, StreamState } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";
import { allowedIn, strangersAdmittedBy } from "./admitted.ts";

/** A consumer by its name, since its ARN changes with every registration. */
const whoseIs = (policyOf: string): string => {
  const [, consumer] = /\/consumer\/([^:]+)/.exec(policyOf) ?? [];
  return consumer === undefined ? "" : `consumer ${consumer}: `;
};

/** Each stranger once, with the policy that lets them in. */
const strangersOf = (state: StreamState, baseline: StreamBaseline) =>
  Object.entries(state.policies).flatMap(([policyOf, text]) => {
    const strangers = strangersAdmittedBy(text, state, baseline);
    const once = strangers.filter(({ id }, at) => strangers.findIndex((other) => other.id === id) === at);
    return once.map(({ id, evidence }) => ({ policyOf, id, evidence, found: `${whoseIs(policyOf)}${id}` }));
  });

export const streamPolicyAdmitsStranger = drift({
  id: "stream-policy-admits-stranger",
  title: "A stranger was let in by the stream's policy",
  why: "Whoever a resource policy names reads or writes the stream from an account of their own, where nobody here sees or stops them.",
  severity: "Critical",
  attack: ["T1537"],
  controls: [],
  blindSpots:
    "What identities of this account may do by their own policies is not looked at, nor whom a role that is admitted trusts in turn.",
  of: kinesisStream,
  needs: ["policies", "consumers"],
  several: true,
  causes: {
    PutResourcePolicy: ({ resourceARN, policy }, { policies }) =>
      typeof resourceARN === "string" && policy !== undefined && policies[resourceARN] === policy,
  },
  judge: (state, baseline) =>
    strangersOf(state, baseline).map(({ policyOf, evidence, found }) => ({
      evidence: `${whoseIs(policyOf)}${evidence}`.replace(/^c/, "C"),
      found,
    })),
  playbook: (state, baseline, found) => {
    const gone = strangersOf(state, baseline).filter((stranger) => found.includes(stranger.found));
    return [...new Set(gone.map(({ policyOf }) => policyOf))].map((policyOf) =>
      step(tightenStreamPolicy, {
        stream: state.arn,
        policyOf,
        allowed: allowedIn(state, baseline),
        confirm: baseline.policy.confirm !== undefined,
        strangers: gone.filter((stranger) => stranger.policyOf === policyOf).map(({ id }) => id),
      }),
    );
  },
});
