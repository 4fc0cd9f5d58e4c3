import * as v from "valibot";
import { restoreStatements } from "../../policy/restore.ts";
import { action } from "../action.ts";
import { isSamePolicy, livePolicy, policyReads, policyWrites, putPolicy } from "./stream-policy.ts";

const policy = v.nullable(v.string());
const change = v.strictObject({ resource: v.string(), before: policy, after: policy });
type PolicyChange = v.InferOutput<typeof change>;

/** Puts the statements back that the stream's policy has to have; what else it says stays. */
export const restoreStreamPolicy = action({
  id: "restore-stream-policy",
  title: "Put the missing statements of the stream's policy back",
  countermeasure: "Restore",
  limits: "A statement that was changed under the Sid of a missing one makes room for it.",
  reads: policyReads,
  writes: policyWrites,
  params: v.strictObject({ stream: v.string(), guards: v.string() }),
  change,
  plan: async ({ stream, guards }, call): Promise<PolicyChange | undefined> => {
    const before = await livePolicy(stream, stream, call);
    if (before === undefined) return undefined;
    const restored = restoreStatements(before ?? undefined, guards);
    if (restored.kind === "unchanged") return undefined;
    if (restored.kind !== "text") throw new TypeError(`the policy cannot be restored: ${restored.reason}`);
    return { resource: stream, before, after: restored.text };
  },
  apply: ({ resource, after }, call) => putPolicy(resource, after, call),
  live: ({ resource }, call) => livePolicy(resource, resource, call),
  same: isSamePolicy,
  undo: ({ resource, before }, call) => putPolicy(resource, before, call),
});
