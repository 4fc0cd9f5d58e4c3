import { BlockList, isIP } from "node:net";
import { step } from "../../actions/action.ts";
import { knownEverywhereBy, revokeRoleSessions } from "../../actions/iam/revoke-role-sessions.ts";
import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { identityId, types } from "../../resources/iam/name.ts";
import { activity } from "../activity.ts";

/** Whether an address lies in none of the networks. What is no address is the name of an AWS service, which calls from inside. */
const isOutside = (address: string | undefined, networks: readonly string[]): boolean => {
  const version = isIP(address ?? "");
  if (address === undefined || version === 0) return false;
  const inside = new BlockList();
  for (const network of networks) {
    const [net = "", prefix] = network.split("/");
    inside.addSubnet(net, Number(prefix), isIP(net) === 6 ? "ipv6" : "ipv4");
  }
  return !inside.check(address, version === 6 ? "ipv6" : "ipv4");
};

const isOfInstance = ({ actor: { credential, invokedBy } }: ApiCall): boolean =>
  credential.kind === "role-session" && credential.instance && invokedBy === undefined;

export const instanceCredentialsUsedElsewhere = activity({
  id: "instance-credentials-used-elsewhere",
  title: "The credentials of an instance were used from elsewhere",
  why: "An instance's credentials are read out through a hole in what runs on it, and used from the attacker's own machine until they end, hours later.",
  severity: "High",
  attack: ["T1552.005", "T1078.004"],
  controls: [],
  blindSpots:
    "Without `networks` in lockkeeper.yml nothing is known to be elsewhere. Calls through a VPC endpoint have private addresses, which anybody may use in a network of their own. Only the calls that are heard of at all: those that change streams or identities, and the records that are read and written.",
  watched: "calls with the credentials of an EC2 instance from outside `networks`",
  watches: (call, { settings: { networks = [] }, home }) =>
    networks.length > 0 && isOfInstance(call) && call.account === home.account && isOutside(call.sourceIp, networks),
  detect: async ({ actor: { credential, name }, sourceIp, time }, { home, first }) => {
    if (credential.kind !== "role-session" || !(await first(`${name} ${sourceIp}`, 3600))) return [];
    const { roleName, roleArn } = credential;
    return [
      {
        evidence: `${name} was used from ${sourceIp}, which is in none of the account's networks.`,
        resource: { type: types.role, id: identityId("role", roleName, home) },
        confidence: "High",
        // The instance itself goes by the same name: all its sessions up to now are ended, and it gets a new one.
        evict: false,
        steps: [step(revokeRoleSessions, { roleName, roleArn, issuedUntil: knownEverywhereBy(new Date(time)) })],
        advice: `Isolate the instance ${credential.sessionName}: whoever read its credentials can read the next ones, too.`,
      },
    ];
  },
});
