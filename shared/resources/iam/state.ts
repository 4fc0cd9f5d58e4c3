/** An identity with all that gives it rights, or a managed policy. Texts of policies are JSON, byte for byte. */
export interface IdentityState {
  /** As IAM has it, with its path. */
  readonly arn: string;
  /** The inline policies by name; without those that Lockkeeper itself puts there. */
  readonly inline: Readonly<Record<string, string>>;
  /** The versions in force of the attached policies, by ARN; likewise. */
  readonly attached: Readonly<Record<string, string>>;
  /** Of a user: what the policies of the groups say that they are in, by the group's name. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** The ARN of the permissions boundary. */
  readonly boundary: string | null;
  /** Of a role: who may take it on. */
  readonly trust: string | null;
  /** Of a managed policy: the version in force, all versions by id, and to how many identities it is attached. */
  readonly versions: Readonly<Record<string, string>>;
  readonly inForce: string | null;
  readonly attachments: number;
}

/** One that has no rights at all, as if it had just been made. */
export const blankIdentity = (arn: string): IdentityState => ({
  arn,
  inline: {},
  attached: {},
  groups: {},
  boundary: null,
  trust: null,
  versions: {},
  inForce: null,
  attachments: 0,
});
