import { activity } from "../activity.ts";
import { accountOf } from "../kinesis/account.ts";

export const rootAccessKeyCreated = activity({
  id: "root-access-key-created",
  title: "An access key of the root user was created",
  why: "With it everything in the account can be done, by program, by whoever has it; no policy limits it, and nothing here can take it away.",
  severity: "Critical",
  attack: ["T1098.001", "T1078.004"],
  controls: ["IAM.4"],
  blindSpots: "A key that the root user had before.",
  evicts: false,
  watched: "`CreateAccessKey` of the root user for itself",
  watches: ({ service, name, error, actor, request, account }, { home }) =>
    service === "iam" &&
    name === "CreateAccessKey" &&
    error === undefined &&
    account === home.account &&
    actor.credential.kind === "root" &&
    !request["userName"],
  detect: async (_, { home }) => [
    {
      evidence: `The root user of account ${home.account} has a new access key.`,
      resource: accountOf(home),
      confidence: "High",
      evict: false,
      advice:
        "Sign in as root and delete its access keys (Security credentials). If it was not you: change the password, check the MFA devices and the mailbox, and tell AWS Support.",
    },
  ],
});
