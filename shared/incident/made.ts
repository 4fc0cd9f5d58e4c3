/** Something that a principal brought into being, by which they, or others, may come back. Plain data. */
export interface Made {
  /** `access key`, `session of a role`, `user`, … */
  readonly what: string;
  /** Its id or name; the ARN of a session. */
  readonly name: string;
  /** CloudTrail's id of the event. */
  readonly eventID: string;
  /** ISO 8601. */
  readonly at: string;
  /** What it takes to take it out of use, where that can be done from here. */
  readonly key?: { readonly userName: string; readonly accessKeyId: string };
  readonly session?: { readonly roleName: string; readonly roleArn: string; readonly userId: string };
  /** A session with a user's own rights: it ends with these. */
  readonly userSession?: { readonly userName: string };
}

const listed = (all: readonly Made[]): string => all.map(({ what, name }) => `${what} ${name}`).join(", ");

/** `arn:… has made since 12:03: access key AKIA…, user eve.` */
export const toldOfMade = (by: string, all: readonly Made[]): string => {
  const [first] = all;
  const more = all.length > 10 ? ` and ${all.length - 10} more` : "";
  return `${by} has made, since ${first?.at.slice(0, 19)}Z: ${listed(all.slice(0, 10))}${more}. Look at each of them.`;
};
