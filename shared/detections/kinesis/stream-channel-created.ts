import { step } from "../../actions/action.ts";
import { denyRole } from "../../actions/iam/deny-role.ts";
import { deleteStreamChannel } from "../../actions/kinesis/delete-stream-channel.ts";
import { fits, parseArn } from "../../resources/arn.ts";
import type { Channel } from "../../resources/kinesis/channels.ts";
import type { StreamBaseline } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

type Destination = Channel["destinations"][number];

const shown = ({ bucket, account }: Destination): string => (account ? `${bucket} of account ${account}` : bucket);

const whereTo = ({ destinations }: Channel): string =>
  destinations.length > 0 ? destinations.map(shown).sort().join(" and ") : "a destination of an unknown kind";

/** By name and not by ARN, which is another each time that the same channel is made. */
const nameOf = (channel: Channel): string => `${channel.name} to ${whereTo(channel)}`;

/** Where nothing was declared, a bucket of the stream's own account is a copy within the house. */
const isAllowed = ({ bucket, account }: Destination, home: string, { channels }: StreamBaseline): boolean =>
  channels
    ? channels.buckets.some((pattern) => fits(pattern, bucket)) ||
      (account !== undefined && channels.accounts.includes(account))
    : account === home;

/** The channels that lead where they must not; one whose destination this program cannot read is one of them. */
const leaksOf = (channels: readonly Channel[], home: string, baseline: StreamBaseline): readonly Channel[] =>
  channels.filter(
    ({ destinations }) => destinations.length === 0 || !destinations.every((one) => isAllowed(one, home, baseline)),
  );

const allowance = ({ channels }: StreamBaseline): string => {
  if (channels === undefined) return "no bucket of another account is allowed";
  const allowed = [...channels.buckets, ...channels.accounts.map((account) => `buckets of account ${account}`)];
  return `lockkeeper.yml allows ${allowed.slice(0, 5).join(" and ") || "none"}`;
};

/** The role that delivers stops at once when it is denied, before the channel is gone. AWS's own roles, and those of others, cannot be. */
const denied = (roleArn: string | undefined, account: string) => {
  const arn = parseArn(roleArn ?? "");
  const [, name] = /^role\/(?!aws-service-role\/)(?:.*\/)?([^/]+)$/.exec(arn?.resource ?? "") ?? [];
  return roleArn && name && arn?.account === account ? [step(denyRole, { roleName: name, roleArn })] : [];
};

export const streamChannelCreated = drift({
  id: "stream-channel-created",
  title: "The stream is copied to a bucket that is not allowed",
  why: "Kinesis itself copies every record, under a role that needs no right to the stream: neither a policy nor taking the key away from whoever made the channel stops it.",
  severity: "Critical",
  attack: ["T1537"],
  controls: [],
  blindSpots:
    "Whether the role that is denied delivers for another stream, too. Who can read an allowed bucket, and whether a bucket that was declared by its name still belongs to whom it belonged then. Where lockkeeper.yml says nothing of `channels`, copies to buckets of the stream's own account. What was delivered before the channel was deleted.",
  of: kinesisStream,
  needs: ["channels"],
  several: true,
  causes: {
    CreateChannel: ({ channelName }, { channels }, found) =>
      channels.some((channel) => channel.name === channelName && nameOf(channel) === found),
  },
  judge: ({ channels, account }, baseline) =>
    leaksOf(channels, account, baseline).map((channel) => ({
      evidence: `The channel ${JSON.stringify(channel.name.slice(0, 128))} copies the stream to ${whereTo(channel)}; ${allowance(baseline)}.`,
      found: nameOf(channel),
    })),
  playbook: ({ arn, account, channels }, _, found) => {
    const leaks = channels.filter((channel) => found.includes(nameOf(channel)));
    const others = channels.filter((channel) => !leaks.includes(channel)).map(({ role }) => role);
    // A role that also delivers where it may is let be: to deny it would stop that, too.
    const roles = new Set(leaks.map(({ role }) => role).filter((role) => !others.includes(role)));
    return [
      ...[...roles].flatMap((role) => denied(role, account)),
      ...leaks.map(({ name, destinations }) => step(deleteStreamChannel, { stream: arn, name, destinations })),
    ];
  },
});
