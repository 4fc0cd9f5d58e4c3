/** Why a part of a stream's state is not known: it is kept from us, or it will be readable when we look again. */
export interface Unread {
  /** The error's name, `AccessDeniedException`. */
  readonly error: string;
  /** AWS says no, and will say no again. Otherwise it was in a hurry, or was not there for a moment. */
  readonly denied: boolean;
}

const denials = ["AccessDeniedException", "AccessDenied", "UnauthorizedException"];

/** What was read, or why it was not. */
export type Part<T> = { readonly value: T } | { readonly unread: Unread };

export const isMissing = (error: unknown): boolean => (error as Error).name === "ResourceNotFoundException";

/**
 * Reads one part of a state. That one part cannot be read does not keep the others from being judged: otherwise, who uses up the
 * five calls a second that Kinesis allows for policies would blind us to all else.
 */
export const partOf = async <T>(read: Promise<T>): Promise<Part<T>> => {
  try {
    return { value: await read };
  } catch (error) {
    const { name } = error as Error;
    return { unread: { error: name, denied: denials.includes(name) } };
  }
};
