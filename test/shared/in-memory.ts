import type { Call, Permission } from "../../shared/aws/operations.ts";

/**
 * A call that is answered in memory, for tests of what is made of an answer. The way to AWS itself, and that AWS answers so,
 * is tested against the local AWS.
 */
export const inMemory = <P extends Permission>(
  answer: (permission: P, input: Readonly<Record<string, unknown>>) => unknown,
): Call<P> => {
  const call: unknown = async (permission: P, input: Readonly<Record<string, unknown>>) => answer(permission, input);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a Call's output depends on its permission, which no value can show.
  return call as Call<P>;
};

/** An error as an AWS client throws it. */
export const refused = (name: string): Error => Object.assign(new Error(`${name} was answered`), { name });
