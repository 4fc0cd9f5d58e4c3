import type { Permission } from "../../aws/operations.ts";

/**
 * A replay over an archive of any size, on AWS: `plan` cuts the archive into batches, `read` reads one of them, and as many of those run
 * beside one another as Step Functions is told to; `judge` judges what they kept.
 * What each function may call, and on what: the type of its calls and its role in the template both come from here.
 */
export const replayRights = {
  plan: { archive: ["s3:ListObjectsV2"], results: ["s3:PutObject"] },
  read: { archive: ["s3:ListObjectsV2", "s3:GetObject"], results: ["s3:PutObject"] },
  judge: { archive: [], results: ["s3:ListObjectsV2", "s3:GetObject", "s3:PutObject"] },
} as const satisfies Readonly<
  Record<string, Readonly<Record<"archive" | "results", readonly Extract<Permission, `s3:${string}`>[]>>>
>;

export type ReplayFunction = keyof typeof replayRights;
export const replayFunctions = Object.keys(replayRights) as readonly ReplayFunction[];
export type ReplayRight<F extends ReplayFunction> = (typeof replayRights)[F]["archive" | "results"][number];
