/** A policy that IAM would not have stored, or that cannot be evaluated. The message names what, where and what was expected. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}
