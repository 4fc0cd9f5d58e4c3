import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { action } from "../action.ts";
import { identityName } from "./identity.ts";
import { oneValue } from "./one-value.ts";

const of = { kind: v.picklist(["user", "role"]), name: identityName, key: v.string() };
const value = v.nullable(v.string());
const change = v.strictObject({ resource: v.string(), ...of, before: value, after: value });
type TagChange = v.InferOutput<typeof change>;
type Place = Omit<TagChange, "before" | "after">;

const reads = ["iam:GetUser", "iam:GetRole"] as const;
const writes = ["iam:TagUser", "iam:UntagUser", "iam:TagRole", "iam:UntagRole"] as const;
type Read = Call<(typeof reads)[number]>;
type Write = Call<(typeof reads)[number] | (typeof writes)[number]>;

/** What the tag says, null without it; undefined when there is no such user or role any more. */
const live = async ({ kind, name, key }: Place, call: Read): Promise<string | null | undefined> => {
  const found =
    kind === "user"
      ? (await unlessMissing(call("iam:GetUser", { UserName: name })))?.User
      : (await unlessMissing(call("iam:GetRole", { RoleName: name })))?.Role;
  return found && (found.Tags?.find(({ Key }) => Key === key)?.Value ?? null);
};

const put = ({ kind, name, key }: Place, Value: string, call: Write): Promise<unknown> => {
  const Tags = [{ Key: key, Value }];
  return kind === "user"
    ? call("iam:TagUser", { UserName: name, Tags })
    : call("iam:TagRole", { RoleName: name, Tags });
};

const drop = ({ kind, name, key }: Place, call: Write): Promise<unknown> =>
  kind === "user"
    ? call("iam:UntagUser", { UserName: name, TagKeys: [key] })
    : call("iam:UntagRole", { RoleName: name, TagKeys: [key] });

const { planned, ...setting } = oneValue({
  live,
  set: (place: Place, wanted: string | null, call: Write) =>
    wanted === null ? drop(place, call) : put(place, wanted, call),
});

/**
 * Puts a user or role into the quarantine that their organisation has installed: a service control policy denies everything to whoever
 * has the tag (docs/organisation.md). One call, for which no quota can be full, and which nobody in the account can take back.
 */
export const tagForQuarantine = action({
  id: "tag-for-quarantine",
  title: "Tag the identity for the organisation's quarantine",
  countermeasure: "Isolate",
  limits:
    "It denies nothing where the organisation has not installed the policy. Tags take seconds to be heeded everywhere.",
  reads,
  writes,
  params: v.strictObject({ ...of, arn: v.string(), value: v.string() }),
  change,
  plan: ({ arn, value: wanted, ...place }, call) => planned({ resource: arn, ...place }, wanted, call),
  ...setting,
});
