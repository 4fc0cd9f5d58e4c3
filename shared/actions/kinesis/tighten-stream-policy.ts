import * as v from "valibot";
import { tighten } from "../../policy/tighten.ts";
import { action } from "../action.ts";
import { confirmReads, confirmTightened } from "./confirm-policy.ts";
import { isSamePolicy, livePolicy, policyReads, policyWrites, putPolicy } from "./stream-policy.ts";

const texts = v.array(v.string());
const params = v.strictObject({
  stream: v.string(),
  /** ARN of the stream or of one of its consumers. */
  policyOf: v.string(),
  allowed: v.strictObject({
    account: v.string(),
    ownAccount: v.picklist(["whole", "listed"]),
    accounts: v.pipe(texts, v.readonly()),
    principals: v.pipe(texts, v.readonly()),
    organizations: v.pipe(texts, v.readonly()),
    services: v.pipe(texts, v.readonly()),
  }),
  /** As `Stranger.id` names them. */
  strangers: v.pipe(texts, v.readonly()),
  /** Whether IAM Access Analyzer has to agree. */
  confirm: v.optional(v.boolean(), false),
});
const policy = v.nullable(v.string());
const change = v.strictObject({ resource: v.string(), stream: v.string(), before: policy, after: policy });
type PolicyChange = v.InferOutput<typeof change>;

/** Takes out of a policy whom it admits and should not, name by name, and leaves every other byte as it is. */
export const tightenStreamPolicy = action({
  id: "tighten-stream-policy",
  title: "Take the stranger out of the policy",
  countermeasure: "Harden",
  limits:
    "What strangers have read or written is not taken back. Undoing it fails where the policy named a user or role that was deleted: AWS takes no such policy.",
  reads: [...policyReads, ...confirmReads],
  writes: policyWrites,
  params,
  change,
  plan: async ({ stream, policyOf, allowed, strangers, confirm }, call): Promise<PolicyChange | undefined> => {
    const before = await livePolicy(stream, policyOf, call);
    if (before === undefined || before === null) return undefined;
    const tightened = tighten(before, allowed, ({ id }) => strangers.includes(id));
    if (tightened.kind === "unreadable") throw new TypeError(`the policy cannot be read: ${tightened.reason}`);
    if (tightened.kind === "unchanged") return undefined;
    if (confirm && tightened.kind === "text") await confirmTightened(policyOf, before, tightened.text, call);
    return { resource: policyOf, stream, before, after: tightened.kind === "delete" ? null : tightened.text };
  },
  apply: ({ resource, after }, call) => putPolicy(resource, after, call),
  live: ({ resource, stream }, call) => livePolicy(stream, resource, call),
  same: isSamePolicy,
  undo: ({ resource, before }, call) => putPolicy(resource, before, call),
});
