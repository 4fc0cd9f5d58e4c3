import type { Policy } from "../../iam/types.ts";
import type { Moto } from "../moto.ts";
import { listOf } from "../values.ts";
import { type Directory, type Identity, readDirectory, readManagedPolicy } from "./directory.ts";

/** The door's view of IAM: read from moto when needed, thrown away by every write. */
export interface IamState {
  readonly directory: () => Promise<Directory>;
  /** The owner of a long-term access key and whether it is Active; undefined when nobody has such a key. */
  readonly keyOwner: (
    accessKeyId: string,
  ) => Promise<{ readonly userName: string; readonly active: boolean } | undefined>;
  /** All identity policies of a user or role: inline, attached, and those of its groups. */
  readonly policiesOf: (identity: Identity) => Promise<readonly Policy[]>;
  readonly managed: (arn: string) => Promise<Policy>;
  readonly boundaryOf: (identity: Identity) => Promise<Policy | undefined>;
  readonly setUserBoundary: (userName: string, policyArn: string | undefined) => void;
  readonly userBoundary: (userName: string) => string | undefined;
  readonly changed: () => void;
}

export const openIamState = (moto: Moto): IamState => {
  let snapshot: Promise<Directory> | undefined;
  const keys = new Map<string, Promise<{ userName: string; active: boolean } | undefined>>();
  const awsManaged = new Map<string, Promise<Policy>>();
  const userBoundaries = new Map<string, string>();

  const directory = () => {
    const reading = snapshot ?? readDirectory(moto);
    snapshot = reading;
    reading.catch(() => {
      if (snapshot === reading) snapshot = undefined;
    });
    return reading;
  };

  const managed = async (arn: string): Promise<Policy> => {
    const own = (await directory()).policies.get(arn);
    if (own) return own;
    const reading = awsManaged.get(arn) ?? readManagedPolicy(moto, arn);
    awsManaged.set(arn, reading);
    return reading;
  };

  return {
    directory,
    managed,
    keyOwner: (accessKeyId) => {
      const reading = keys.get(accessKeyId) ?? readKeyOwner(moto, accessKeyId);
      keys.set(accessKeyId, reading);
      return reading;
    },
    policiesOf: async (identity) => {
      const { groups } = await directory();
      const all = [identity, ...identity.groups.flatMap((name) => groups.get(name) ?? [])];
      const attached = await Promise.all(all.flatMap((one) => one.attached).map(managed));
      return [...all.flatMap((one) => one.inline), ...attached];
    },
    boundaryOf: async (identity) => {
      const arn = identity.boundary ?? (identity.trust ? undefined : userBoundaries.get(identity.name));
      return arn === undefined ? undefined : managed(arn);
    },
    setUserBoundary: (userName, policyArn) => {
      if (policyArn === undefined) userBoundaries.delete(userName);
      else userBoundaries.set(userName, policyArn);
    },
    userBoundary: (userName) => userBoundaries.get(userName),
    changed: () => {
      snapshot = undefined;
      keys.clear();
    },
  };
};

const readKeyOwner = async (
  moto: Moto,
  accessKeyId: string,
  attempt = 1,
): Promise<{ userName: string; active: boolean } | undefined> => {
  const used = await moto.call("iam", "GetAccessKeyLastUsed", { AccessKeyId: accessKeyId });
  // moto fails now and then when users are made while it looks through them.
  if (!used.ok && used.code !== "NoSuchEntity" && attempt < 4) return readKeyOwner(moto, accessKeyId, attempt + 1);
  if (!used.ok) return undefined;
  const userName = String(used.output.UserName);
  const listed = await moto.call("iam", "ListAccessKeys", { UserName: userName });
  const keys = listOf(listed.ok ? listed.output.AccessKeyMetadata : []);
  const key = keys.find((one) => one.AccessKeyId === accessKeyId);
  return key && { userName, active: key.Status === "Active" };
};
