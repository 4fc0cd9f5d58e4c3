import type { Permission } from "../aws/operations.ts";

/** A call that would be made, with all that would be sent. */
export interface RehearsedCall {
  readonly call: Permission;
  readonly input: unknown;
}

/** What keeps a step from being done, and the calls that it would have made. */
interface Objected {
  /** The guardrail's id. */
  readonly by: string;
  readonly reason: string;
  /** Absent when they could not be found out. */
  readonly calls?: readonly RehearsedCall[];
  /** What a person should know besides, such as an exemption that has run out. */
  readonly remarks?: readonly string[];
}

/** How a step ended. OCSF: Remediation Activity. */
export type Outcome =
  /** There was nothing to do: the state is as it should be. */
  | { readonly type: "compliant" }
  /** A guardrail did not let it happen, and no approval makes it. */
  | ({ readonly type: "held" } & Objected)
  /** A guardrail did not let it happen until a person approves. `until`: ISO 8601, from then on it is too late. */
  | ({ readonly type: "awaiting-approval"; readonly until: string } & Objected)
  /** A person said no. `by`: their ARN. */
  | { readonly type: "rejected"; readonly by: string; readonly reason?: string }
  /** Done, and seen to be so. */
  | { readonly type: "verified"; readonly remarks?: readonly string[] }
  /** Done, but the state afterwards is not the one wanted. */
  | { readonly type: "unverified"; readonly remarks?: readonly string[] }
  | { readonly type: "failed"; readonly error: string };

/** What may be told of an error: its name and the first of its message. AWS's messages name actions and ARNs, not secrets. */
export const failed = (error: unknown): Extract<Outcome, { type: "failed" }> => {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { type: "failed", error: `${name}: ${message.slice(0, 300)}` };
};

/** Whether something was written. A failure may have come after the write. */
export const wasCarriedOut = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && ["verified", "unverified", "failed"].includes(outcome.type);

/** Whether a person can still have it done. */
export const isOpen = (outcome: Outcome | undefined): boolean =>
  outcome?.type === "held" || outcome?.type === "awaiting-approval";
