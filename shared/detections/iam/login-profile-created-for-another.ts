import { activity } from "../activity.ts";
import { concerns, isSelf, sureOf, targetOf, userResource } from "./whose.ts";

const calls = ["CreateLoginProfile", "UpdateLoginProfile"];

export const loginProfileCreatedForAnother = activity({
  id: "login-profile-created-for-another",
  title: "Somebody else was given a password for the console",
  why: "A user of a program has no password. Who gives it one can sign in as that program, with all its rights, and no key of it shows that.",
  severity: "High",
  attack: ["T1098", "T1078.004"],
  controls: [],
  blindSpots: "Who deploys or gives orders (`deployers`, `operators`) may do it.",
  watched: "`CreateLoginProfile` and `UpdateLoginProfile` for a user who is not the caller",
  watches: (call, around) => {
    const target = targetOf(call);
    return concerns(call, calls, around) && target !== undefined && !isSelf(call, target);
  },
  detect: async (call, { home }) => {
    const userName = targetOf(call) ?? "";
    const done = call.name === "CreateLoginProfile" ? "gave" : "changed the password of";
    return [
      {
        evidence: `${call.actor.name} ${done} the user ${userName}${done === "gave" ? " a password for the console" : ""}.`,
        resource: userResource(userName, home),
        confidence: sureOf(call),
        evict: true,
        // Deleting it would lose the password that may have been there.
        advice: `If nobody wanted it: delete the login profile of ${userName}, or have them set a new password and MFA, and look at what they did since.`,
      },
    ];
  },
});
