import { userOf } from "../../cloudtrail/actor.ts";
import { signInTypes } from "../../cloudtrail/record.ts";
import { activity } from "../activity.ts";
import { userResource } from "./whose.ts";

export const consoleLoginWithoutMfa = activity({
  id: "console-login-without-mfa",
  title: "A user signed in to the console without a second factor",
  why: "A password alone can be guessed, phished or bought; with it somebody sits in the console with all the user's rights.",
  severity: "Medium",
  attack: ["T1078.004"],
  controls: ["IAM.5"],
  blindSpots:
    "People who come through a directory or IAM Identity Center: of them AWS does not know whether they used a second factor, and says No.",
  evicts: false,
  watched: "`ConsoleLogin` of IAM users, under both names that AWS gives these events",
  hears: [
    {
      id: "sign-in",
      global: true,
      what: "Signing in to the console",
      pattern: { source: ["aws.signin"], "detail-type": signInTypes, detail: { eventName: ["ConsoleLogin"] } },
    },
  ],
  services: ["signin"],
  watches: ({ service, name, actor, response, additional, account }, { home }) =>
    service === "signin" &&
    name === "ConsoleLogin" &&
    account === home.account &&
    userOf(actor) !== undefined &&
    response["ConsoleLogin"] === "Success" &&
    additional["MFAUsed"] === "No",
  detect: async ({ actor, sourceIp }, { home }) => {
    const userName = userOf(actor) ?? "";
    return [
      {
        evidence: `${actor.name} signed in without MFA, from ${sourceIp ?? "an unknown address"}.`,
        resource: userResource(userName, home),
        confidence: "Medium",
        evict: false,
        advice: `Ask ${userName} whether it was them, and have them set up MFA.`,
      },
    ];
  },
});
