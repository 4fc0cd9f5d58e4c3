import { step } from "../../actions/action.ts";
import { deactivateAccessKey } from "../../actions/iam/deactivate-access-key.ts";
import { bagOf, textOf } from "../../cloudtrail/parameters.ts";
import { activity } from "../activity.ts";
import { concerns, isSelf, sureOf, targetOf, userResource } from "./whose.ts";

export const accessKeyCreatedForAnother = activity({
  id: "access-key-created-for-another",
  title: "An access key was created for somebody else",
  why: "It is the cheapest way to stay: a key of a user who has the rights that one wants, and whom nobody suspects. They need not even notice.",
  severity: "High",
  attack: ["T1098.001"],
  controls: [],
  blindSpots:
    "Who deploys or gives orders (`deployers`, `operators`) may do it. A key that somebody creates for themselves is looked at only once they are suspected of something.",
  watched: "`CreateAccessKey` for a user who is not the caller",
  watches: (call, around) => {
    const target = targetOf(call);
    return concerns(call, ["CreateAccessKey"], around) && target !== undefined && !isSelf(call, target);
  },
  detect: async (call, { home }) => {
    const userName = targetOf(call) ?? "";
    const resource = userResource(userName, home);
    const accessKeyId = textOf(bagOf(call.response["accessKey"])["accessKeyId"]);
    const params = accessKeyId && { userName, accessKeyId, userArn: resource.id };
    return [
      {
        evidence: `${call.actor.name} created the access key ${accessKeyId ?? "(unknown)"} for the user ${userName}.`,
        resource,
        confidence: sureOf(call),
        evict: true,
        ...(params ? { steps: [step(deactivateAccessKey, params)] } : {}),
      },
    ];
  },
});
