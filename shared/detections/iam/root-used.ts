import { activity } from "../activity.ts";
import { accountOf } from "../kinesis/account.ts";

const isSignIn = ({ service, name }: { readonly service: string; readonly name: string }): boolean =>
  service === "signin" && name === "ConsoleLogin";

export const rootUsed = activity({
  id: "root-used",
  title: "The root user was used",
  why: "The root user is for the few things that only it can do. Nothing that it does can be forbidden, and nothing here can stop it.",
  severity: "Critical",
  attack: ["T1078.004"],
  controls: ["IAM.6", "CloudWatch.1"],
  blindSpots: "Calls that only read. In a replay, calls of other services than those that are guarded.",
  evicts: false,
  watched: "every call of the root user that may change something, and its signing in; once an hour",
  hears: [
    {
      id: "root",
      global: true,
      what: "What the root user does",
      pattern: {
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: { userIdentity: { type: ["Root"] }, readOnly: [false], managementEvent: [true] },
      },
    },
  ],
  services: ["signin"],
  watches: (call, { home }) =>
    call.actor.credential.kind === "root" &&
    call.actor.invokedBy === undefined &&
    call.account === home.account &&
    call.error === undefined &&
    !call.data &&
    (!call.readOnly || isSignIn(call)),
  detect: async (call, { home, first }) => {
    if (!(await first(home.account, 3600))) return [];
    const what = isSignIn(call) ? "signed in" : `called ${call.service}:${call.name}`;
    return [
      {
        evidence: `The root user of account ${home.account} ${what}, from ${call.sourceIp ?? "an unknown address"}.`,
        resource: accountOf(home),
        confidence: "High",
        evict: false,
        advice:
          "If it was not you: secure the root user's mailbox, password and MFA, delete its access keys, and tell AWS Support. An organisation can forbid it in its member accounts.",
      },
    ];
  },
});
