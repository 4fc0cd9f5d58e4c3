import { DescribeAccountSettingsCommand, UpdateAccountSettingsCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { keyStatus, kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";

export const commitBilling = attack<LeakedKey>({
  id: "commit-billing",
  title: "The account is made to pay for throughput that it does not use",
  story:
    "With a leaked key the attacker enters the account into a commitment to a minimum of throughput. It costs from that moment on, whatever the streams do, and cannot be ended for a day: nothing can be put right, and on-call has to know at once.",
  attack: ["T1078.004", "T1496"],
  prepare: (scene) => leakKeyOf(scene, "deploy-cost"),
  strike: async (scene, { credentials }) => {
    const MinimumThroughputBillingCommitment = { Status: "ENABLED" } as const;
    await kinesisOf(scene, credentials).send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment }));
  },
  expected: { detections: ["account-billing-commitment-changed"], outcomes: [] },
  checks: [
    {
      what: "nobody is evicted for what a person may have wanted",
      holds: async (scene, leaked) => {
        const status = await keyStatus(scene, leaked);
        return status === "Active" || `the key is ${status}`;
      },
    },
    {
      what: "the commitment is left to a person",
      holds: async (scene) => {
        const { MinimumThroughputBillingCommitment: commitment } = await kinesisOf(scene).send(
          new DescribeAccountSettingsCommand({}),
        );
        return commitment?.Status === "ENABLED" || `it is ${commitment?.Status}`;
      },
    },
  ],
  // It cannot be ended for a day: from now on it only waits to end.
  mend: async (scene) => {
    const MinimumThroughputBillingCommitment = { Status: "DISABLED" } as const;
    await kinesisOf(scene).send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment }));
  },
  cleanUp: removeUser,
});
