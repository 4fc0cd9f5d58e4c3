import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { action } from "../action.ts";

const params = v.strictObject({ userName: v.string(), accessKeyId: v.string(), userArn: v.string() });
const change = v.strictObject({
  resource: v.string(),
  userName: v.string(),
  accessKeyId: v.string(),
  before: v.literal("Active"),
  after: v.literal("Inactive"),
});
type KeyChange = v.InferOutput<typeof change>;
type Status = KeyChange["before"] | KeyChange["after"];

/** Undefined when there is no such key, or no such user any more. */
const statusOf = async (
  { userName, accessKeyId }: Pick<KeyChange, "userName" | "accessKeyId">,
  call: Call<"iam:ListAccessKeys">,
): Promise<Status | undefined> => {
  const found = await unlessMissing(call("iam:ListAccessKeys", { UserName: userName }));
  // An expired key is as good as an inactive one.
  const status = found?.AccessKeyMetadata?.find((key) => key.AccessKeyId === accessKeyId)?.Status;
  return status === undefined || status === "Active" ? status : "Inactive";
};

// UserName is always given: without it IAM takes the user of the key that signs the call, which would be ours.
const set = (Status: "Active" | "Inactive") => async (key: KeyChange, call: Call<"iam:UpdateAccessKey">) => {
  await call("iam:UpdateAccessKey", { UserName: key.userName, AccessKeyId: key.accessKeyId, Status });
};

/**
 * Takes a long-term access key out of use; never deletes it. Sessions already made from it (GetSessionToken) live on for up
 * to 36 hours. Source: IAM User Guide, "Disabling permissions for temporary security credentials".
 */
export const deactivateAccessKey = action({
  id: "deactivate-access-key",
  title: "Deactivate the access key",
  countermeasure: "Evict",
  limits: "Sessions made from the key before (GetSessionToken, up to 36 hours) are not ended by this.",
  reads: ["iam:ListAccessKeys"],
  writes: ["iam:UpdateAccessKey"],
  params,
  change,
  plan: async (key, call): Promise<KeyChange | undefined> => {
    if ((await statusOf(key, call)) !== "Active") return undefined;
    const { userName, accessKeyId, userArn } = key;
    return {
      resource: `${userArn}/access-key/${accessKeyId}`,
      userName,
      accessKeyId,
      before: "Active",
      after: "Inactive",
    };
  },
  apply: set("Inactive"),
  live: statusOf,
  undo: set("Active"),
});
