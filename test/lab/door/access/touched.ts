import type { Touched } from "../../cloudtrail/resources.ts";
import type { Caller } from "../caller/caller.ts";
import type { Directory } from "../caller/directory.ts";
import type { IamState } from "../caller/iam-state.ts";
import type { Call } from "../types.ts";
import { textOf } from "../values.ts";
import { arnsByService } from "./arns/index.ts";
import { streamOfIterator } from "./arns/streams.ts";
import type { Keys } from "./keys.ts";

/** The resources that a call touches, with paths and aliases resolved. */
export const touchedBy = async (
  call: Call,
  caller: Caller,
  directory: Directory,
  keys: Keys,
  ownerOf: IamState["keyOwner"],
): Promise<Touched> => {
  const { service, input, region } = call;
  // It names a key alone, and is granted on the user whose key that is.
  if (service.prefix === "iam" && call.operation === "GetAccessKeyLastUsed") {
    const owner = await ownerOf(textOf(input.AccessKeyId) ?? "");
    const arn = owner && directory.users.get(owner.userName)?.arn;
    return { arns: arn ? [arn] : [], streamName: undefined };
  }
  const found = arnsByService[service.prefix]?.(call, { region, account: accountOf(call, caller) }) ?? [];
  const arns = found.length > 0 ? found : ownUser(call, caller);
  const exact = await Promise.all(arns.map((arn) => exactArn(arn, call, directory, keys)));
  if (service.prefix !== "kinesis" || input.StreamARN !== undefined) return { arns: exact, streamName: undefined };
  const iterator = typeof input.ShardIterator === "string" ? streamOfIterator(input.ShardIterator) : undefined;
  return { arns: exact, streamName: typeof input.StreamName === "string" ? input.StreamName : iterator };
};

/** A queue URL names its account; everything else that is not an ARN is the caller's own. */
const accountOf = ({ service, input }: Call, caller: Caller): string => {
  const fromUrl = service.prefix === "sqs" ? /\/(\d{12})\/[^/]+$/.exec(textOf(input.QueueUrl) ?? "")?.[1] : undefined;
  return fromUrl ?? caller.account;
};

/** IAM calls that leave out the user name mean the caller's own user. */
const ownUser = ({ service, operation }: Call, caller: Caller): readonly string[] => {
  if (service.prefix !== "iam" || !/AccessKey|GetUser$|Password|LoginProfile|MFA/.test(operation)) return [];
  return caller.userName === undefined ? [] : [caller.arn];
};

/** Paths of users and roles, and keys behind aliases, stand in no request. */
const exactArn = async (arn: string, call: Call, { users, roles }: Directory, keys: Keys): Promise<string> => {
  const [, kind, name = ""] = /^arn:aws:iam::\d{12}:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind === "user") return users.get(name)?.arn ?? arn;
  if (kind === "role" && call.service.prefix === "iam")
    return [...roles.values()].find((role) => role.name === name)?.arn ?? arn;
  return /^arn:aws:kms:[^/]+:(key|alias)\//.test(arn) && !isAliasItself(arn, call) ? keys.arnOf(arn, call.region) : arn;
};

const isAliasItself = (arn: string, { operation }: Call) => operation.endsWith("Alias") && arn.includes(":alias/");
