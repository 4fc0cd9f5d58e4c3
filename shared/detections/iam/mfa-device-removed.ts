import { activity } from "../activity.ts";
import { concerns, isSelf, sureOf, targetOf, userResource } from "./whose.ts";

export const mfaDeviceRemoved = activity({
  id: "mfa-device-removed",
  title: "The second factor of a user was taken away",
  why: "Without it a password is enough, and every policy that asks for MFA can be met with the next device, which is the attacker's own.",
  severity: "High",
  attack: ["T1556.006"],
  controls: ["IAM.5", "IAM.19"],
  blindSpots:
    "Who deploys or gives orders (`deployers`, `operators`) may do it. A device that is deleted after it was taken off is told once, at the first.",
  watched: "`DeactivateMFADevice`",
  watches: (call, around) => concerns(call, ["DeactivateMFADevice"], around) && targetOf(call) !== undefined,
  detect: async (call, { home }) => {
    const userName = targetOf(call) ?? "";
    const own = isSelf(call, userName);
    return [
      {
        evidence: `${call.actor.name} took an MFA device away from ${own ? "themselves" : `the user ${userName}`}.`,
        resource: userResource(userName, home),
        confidence: own ? "Low" : sureOf(call),
        evict: !own,
        advice: `If ${userName} did not ask for it: have them set it up anew, change the password, and look at what they did since.`,
      },
    ];
  },
});
