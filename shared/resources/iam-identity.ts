import type { Call } from "../aws/operations.ts";
import type { IdentityBaseline, IdentityLimits } from "./iam/baseline.ts";
import { limitsOf } from "./iam/baseline.ts";
import { identityClaims } from "./iam/claims.ts";
import { listIdentities } from "./iam/list-identities.ts";
import { identityModel } from "./iam/model.ts";
import { identityNamed, types } from "./iam/name.ts";
import { isDenyAll } from "./iam/own-marks.ts";
import { identityReads } from "./iam/pages.ts";
import { readIdentity } from "./iam/read-identity.ts";
import { blankIdentity, type IdentityState } from "./iam/state.ts";
import { identitiesTouchedBy } from "./iam/touched-by.ts";
import { identifyKey } from "./kms-key.ts";
import { type Home, resource } from "./resource.ts";

const reads = [...identityReads, "iam:GetAccountAuthorizationDetails", "kms:DescribeKey"] as const;

/** The Region that keys are named in is that of the streams. */
const homeOf = ({ streams: [first] }: IdentityLimits): Home => {
  const [, , , region = "", account = ""] = first?.arn.split(":") ?? [];
  return { account, region };
};

const baseline = async (
  _: string,
  declared: IdentityLimits,
  call: Call<"kms:DescribeKey">,
): Promise<IdentityBaseline> => {
  const home = homeOf(declared);
  const names = [...new Set(declared.streams.flatMap(({ key }) => key ?? []))];
  const keys = new Map(
    await Promise.all(names.map(async (name) => [name, (await identifyKey(name, home, call)).arn] as const)),
  );
  return {
    guarded: declared.streams.map(({ key, ...stream }) => {
      const keyArn = key && keys.get(key);
      return { ...stream, ...(keyArn ? { keyArn } : {}) };
    }),
  };
};

/** Users, roles, groups and managed policies: what they may do with protected streams. How they are meant to be is learned. */
export const iamIdentity = resource<IdentityState, IdentityLimits, IdentityBaseline, (typeof reads)[number]>({
  type: "AWS::IAM::User",
  typeOf: (id) => {
    const named = identityNamed(id);
    return named && types[named.kind];
  },
  services: ["iam"],
  reads,
  declared: limitsOf,
  // No list of them stands in lockkeeper.yml: they are what the account has.
  protected: () => [],
  settling: () => false,
  unread: () => ({}),
  read: async (id, call) => {
    const named = identityNamed(id);
    return named && readIdentity(named, id, call);
  },
  baseline,
  learned: {
    list: listIdentities,
    blank: blankIdentity,
    // The boundary below our own is not known, so that nothing is learned of who is contained.
    isMeant: ({ boundary }) => boundary === null || !isDenyAll(boundary),
  },
  touchedBy: identitiesTouchedBy,
  claims: identityClaims,
  model: identityModel,
});
