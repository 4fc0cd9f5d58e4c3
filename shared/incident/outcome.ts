/** How a step ended. OCSF: Remediation Activity. */
export type Outcome =
  /** There was nothing to do: the state is as it should be. */
  | { readonly type: "compliant" }
  /** A guardrail did not let it happen. */
  | { readonly type: "held"; readonly by: string; readonly reason: string }
  /** Done, and seen to be so. */
  | { readonly type: "verified" }
  /** Done, but the state afterwards is not the one wanted. */
  | { readonly type: "unverified" }
  | { readonly type: "failed"; readonly error: string };

/** What may be told of an error: its name and the first of its message. AWS's messages name actions and ARNs, not secrets. */
export const failed = (error: unknown): Outcome => {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { type: "failed", error: `${name}: ${message.slice(0, 300)}` };
};
