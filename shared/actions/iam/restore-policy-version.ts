import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { unlessMissing } from "../../resources/iam/document.ts";
import { listVersions, type PolicyVersion, readVersions } from "../../resources/iam/read-managed-policy.ts";
import { action } from "../action.ts";
import { isSameDocument } from "./role-policy.ts";

/** The versions of a managed policy by what they say: ids are never given twice, so that they cannot be brought back. */
const versions = v.strictObject({ inForce: v.string(), others: v.array(v.string()) });
const change = v.strictObject({ resource: v.string(), before: versions, after: versions });
type VersionChange = v.InferOutput<typeof change>;
type Versions = VersionChange["before"];

/** IAM keeps five versions of a policy (IAM User Guide, "IAM and AWS STS quotas"). */
const most = 5;

const reads = ["iam:ListPolicyVersions", "iam:GetPolicyVersion"] as const;
const writes = ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"] as const;
type Read = Call<(typeof reads)[number]>;
type Write = Call<(typeof reads)[number] | (typeof writes)[number]>;

/** Oldest first; undefined when there is no such policy any more. */
const read = async (PolicyArn: string, call: Read): Promise<readonly PolicyVersion[] | undefined> => {
  const listed = await unlessMissing(listVersions(PolicyArn, call));
  const all = listed && (await readVersions(PolicyArn, listed, call));
  return all?.toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
};

const told = (all: readonly PolicyVersion[]): Versions => ({
  inForce: all.find(({ isInForce }) => isInForce)?.text ?? "",
  others: all.filter(({ isInForce }) => !isInForce).map(({ text }) => text),
});

/** What is in one list and not in the other, each as often as it is there more often. */
const beyond = (texts: readonly string[], others: readonly string[]): readonly string[] => {
  const left = [...others];
  return texts.filter((text) => {
    const at = left.findIndex((other) => isSameDocument(text, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
};

const isSameVersions = (a: Versions, b: Versions): boolean =>
  isSameDocument(a.inForce, b.inForce) &&
  a.others.length === b.others.length &&
  isDeepStrictEqual(beyond(a.others, b.others), []);

/** The versions that the policy has once that text is in force. If it has five already, the oldest that is not in force makes room. */
const withInForce = (all: readonly PolicyVersion[], document: string): Versions => {
  const known = all.find(({ text }) => isSameDocument(text, document));
  const kept = all.filter(({ id }) => id !== known?.id);
  const oldest = known === undefined && all.length >= most ? kept.find(({ isInForce }) => !isInForce) : undefined;
  return { inForce: document, others: kept.filter((one) => one !== oldest).map(({ text }) => text) };
};

/** Takes away the first version, not in force, that says this; the first of all without a text. */
const drop = async (PolicyArn: string, text: string, call: Write): Promise<void> => {
  const all = (await read(PolicyArn, call)) ?? [];
  const found = all.find((one) => !one.isInForce && isSameDocument(one.text, text));
  if (found) await call("iam:DeletePolicyVersion", { PolicyArn, VersionId: found.id });
};

const bring = async (PolicyArn: string, wanted: Versions, call: Write): Promise<void> => {
  const all = await read(PolicyArn, call);
  if (all === undefined || isSameVersions(told(all), wanted)) return;
  const { inForce } = told(all);
  if (!isSameDocument(inForce, wanted.inForce)) {
    const known = all.find(({ text }) => isSameDocument(text, wanted.inForce));
    // Its text is on record, as all of `before` and `after` is, before it makes room.
    const [surplus] = beyond(told(all).others, wanted.others);
    if (known === undefined && all.length >= most && surplus !== undefined) await drop(PolicyArn, surplus, call);
    if (known) await call("iam:SetDefaultPolicyVersion", { PolicyArn, VersionId: known.id });
    else await call("iam:CreatePolicyVersion", { PolicyArn, PolicyDocument: wanted.inForce, SetAsDefault: true });
  }
  const { others } = told((await read(PolicyArn, call)) ?? []);
  for (const text of beyond(others, wanted.others)) await drop(PolicyArn, text, call);
  for (const PolicyDocument of beyond(wanted.others, others))
    await call("iam:CreatePolicyVersion", { PolicyArn, PolicyDocument });
};

/** Puts an earlier text of a managed policy in force again, whether it is still among its versions or not. */
export const restorePolicyVersion = action({
  id: "restore-policy-version",
  title: "Put the earlier version of the policy in force",
  countermeasure: "Restore",
  limits: "A version that had been deleted, or had to make room, comes back under another number.",
  reads,
  writes,
  params: v.strictObject({ policyArn: v.string(), document: v.string() }),
  change,
  plan: async ({ policyArn, document }, call): Promise<VersionChange | undefined> => {
    const all = await read(policyArn, call);
    const before = all && told(all);
    if (all === undefined || before === undefined || isSameDocument(before.inForce, document)) return undefined;
    return { resource: policyArn, before, after: withInForce(all, document) };
  },
  apply: ({ resource, after }, call) => bring(resource, after, call),
  live: async ({ resource }, call) => {
    const all = await read(resource, call);
    return all && told(all);
  },
  same: isSameVersions,
  undo: ({ resource, before }, call) => bring(resource, before, call),
});
