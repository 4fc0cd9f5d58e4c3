import { activity } from "../activity.ts";
import { accountOf } from "./account.ts";

const commitmentIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** Until when it binds, as Kinesis answered; CloudTrail writes such a date in the words of its own. */
const dateIn = (value: unknown): string | undefined =>
  typeof value === "string" && /^[\w:., -]{6,40}$/.test(value) ? value : undefined;

export const accountBillingCommitmentChanged = activity({
  id: "account-billing-commitment-changed",
  title: "The account's commitment to a minimum throughput was changed",
  why: "With it the account pays for a minimum of throughput in this Region whether it is used or not, and cannot get out for a day; without it, streams on demand lose what comes with it, such as warm throughput.",
  severity: "High",
  attack: ["T1496"],
  controls: [],
  blindSpots: "Whether the commitment was wanted: lockkeeper.yml has no say about the account's settings.",
  evicts: false,
  watched: "`UpdateAccountSettings`",
  watches: ({ service, name, error }) =>
    service === "kinesis" && name === "UpdateAccountSettings" && error === undefined,
  detect: async ({ request, response }, { home }) => {
    const commitment = commitmentIn(response["minimumThroughputBillingCommitment"]);
    const { status: asked } = commitmentIn(request["minimumThroughputBillingCommitment"]);
    const date = dateIn(commitment["earliestAllowedEndAt"]);
    // Source: Kinesis API Reference, MinimumThroughputBillingCommitmentInput: at least 24 hours.
    const until = date ? `${date} (UTC)` : "24 hours have passed since it began";
    const ended = asked === "DISABLED";
    return [
      {
        evidence: ended
          ? `The minimum throughput billing commitment of account ${home.account} in ${home.region} was ended; it holds until ${until}.`
          : `The minimum throughput billing commitment of account ${home.account} in ${home.region} was ${asked === "ENABLED" ? "entered into" : "changed"}; it cannot be ended before ${until}.`,
        resource: accountOf(home),
        confidence: "High",
        evict: false,
        advice: ended
          ? "If it was to stay: call UpdateAccountSettings with the status ENABLED before it has ended."
          : "If nobody wanted it: call UpdateAccountSettings with the status DISABLED now, so that it ends as soon as it may. Nothing ends it sooner.",
      },
    ];
  },
});
