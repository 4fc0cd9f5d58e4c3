import { activity } from "../activity.ts";
import { callerResource } from "./whose.ts";

export const policyHidden = activity({
  id: "policy-hidden",
  title: "A change to IAM was made too large to be recorded",
  why: "CloudTrail leaves out what is larger than 100 KB. No policy is that large unless it is filled up with blanks, so that nobody can see what it says.",
  severity: "High",
  attack: ["T1562.008", "T1098.003"],
  controls: [],
  blindSpots: "Which identity it was: the record does not say. All of them are looked at.",
  watched: "every call of IAM that changes something and whose parameters CloudTrail left out",
  watches: ({ service, requestOmitted, readOnly, error, account }, { home }) =>
    service === "iam" && requestOmitted && !readOnly && error === undefined && account === home.account,
  detect: async (call, { home }) => [
    {
      evidence: `${call.actor.name} called ${call.name} with parameters that were too large for CloudTrail.`,
      resource: callerResource(call, home),
      confidence: "High",
      evict: true,
      advice:
        "Look up what it changed: no record says so. What it gave of rights to protected streams is found by itself.",
    },
  ],
});
