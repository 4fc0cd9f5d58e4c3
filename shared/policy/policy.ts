import type { Json, Place } from "./json.ts";

/** A policy, read. Source: IAM User Guide, "IAM JSON policy elements reference" and "Grammar of the IAM JSON policy language". */
export interface Policy {
  readonly kind: "policy";
  /** Absent in the text, it is 2008-10-17, in which `${…}` is no variable (IAM User Guide, "JSON policy elements: Version"). */
  readonly version: "2012-10-17" | "2008-10-17";
  readonly statements: readonly Statement[];
  readonly text: string;
  /** The elements whose place matters when the text is changed: the document, its Version and its Statement. */
  readonly places: { readonly document: Place; readonly version: Place | undefined; readonly statement: Json };
}

/** The text cannot be read as a policy; `reason` completes "the policy cannot be read: …". */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly reason: string;
}

export interface Statement extends Place {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** Absent in policies of identities, which speak of whom they are attached to. */
  readonly principal: Principals | undefined;
  readonly action: Patterns<"Action" | "NotAction">;
  readonly resource: Patterns<"Resource" | "NotResource"> | undefined;
  readonly conditions: readonly Condition[];
}

/** One element or its opposite, with the values as they are written. */
export interface Patterns<Element> {
  readonly element: Element;
  readonly values: readonly string[];
}

export interface Principals {
  readonly element: "Principal" | "NotPrincipal";
  readonly groups: readonly PrincipalGroup[];
}

export const principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"] as const;
export type PrincipalType = (typeof principalTypes)[number];

/** `"AWS": [ … ]`. A bare `"*"` reads as `"AWS": "*"`, to which it is equivalent (IAM User Guide, "JSON policy elements: Principal"). */
export interface PrincipalGroup extends Place {
  readonly names: readonly PrincipalName[];
}

export interface PrincipalName extends Place {
  readonly type: PrincipalType;
  readonly value: string;
}

/** One key of one operator: met if the request's value matches one of `values`. All conditions of a statement have to be met. */
export interface Condition {
  /** With its decorations: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** As it is written; AWS compares keys without letter case. */
  readonly key: string;
  readonly values: readonly string[];
}
