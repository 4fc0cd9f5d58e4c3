import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { action } from "../action.ts";
import { identityName } from "./identity.ts";

const of = { kind: v.picklist(["user", "role"]), name: identityName, key: v.string() };
const value = v.nullable(v.string());
const change = v.strictObject({ resource: v.string(), ...of, before: value, after: value });
type TagChange = v.InferOutput<typeof change>;
type Place = Pick<TagChange, "kind" | "name" | "key">;

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

const bring = async (place: Place, wanted: string | null, call: Write): Promise<void> => {
  const is = await live(place, call);
  if (is === undefined || is === wanted) return;
  const { kind, name, key } = place;
  const Tags = [{ Key: key, Value: wanted ?? "" }];
  const set = () =>
    kind === "user" ? call("iam:TagUser", { UserName: name, Tags }) : call("iam:TagRole", { RoleName: name, Tags });
  const clear = () =>
    kind === "user"
      ? call("iam:UntagUser", { UserName: name, TagKeys: [key] })
      : call("iam:UntagRole", { RoleName: name, TagKeys: [key] });
  await (wanted === null ? clear() : set());
};

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
  plan: async ({ arn, value: wanted, ...place }, call): Promise<TagChange | undefined> => {
    const before = await live(place, call);
    if (before === undefined || before === wanted) return undefined;
    return { resource: arn, ...place, before, after: wanted };
  },
  apply: (place, call) => bring(place, place.after, call),
  live,
  undo: (place, call) => bring(place, place.before, call),
});
