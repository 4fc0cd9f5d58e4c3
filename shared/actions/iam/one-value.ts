/** One value of an identity, which IAM reads and sets as a whole. `null` stands for none. */
interface OneValue<Place, Value, Read, Write> {
  /** What it is; undefined when there is no such identity any more. */
  readonly live: (place: Place, call: Read) => Promise<Value | undefined>;
  /** Gives it another. @param is what it is */
  readonly set: (place: Place, wanted: Value, call: Write, is: Value) => Promise<unknown>;
  /** Whether two are the same; without it, when they are equal. */
  readonly same?: (a: Value, b: Value) => boolean;
}

type ChangeOf<Place, Value> = Place & { readonly before: Value; readonly after: Value };

/**
 * What every action does that gives an identity one value: it looks what it is before it sets it, and sets nothing that is so already or
 * is not there any more. `planned` is for its plan; the rest is the action's own.
 */
export const oneValue = <Place extends object, Value, Read, Write extends Read>({
  live,
  set,
  same = Object.is,
}: OneValue<Place, Value, Read, Write>) => {
  const bring = async (place: Place, wanted: Value, call: Write): Promise<void> => {
    const is = await live(place, call);
    if (is !== undefined && !same(is, wanted)) await set(place, wanted, call, is);
  };
  return {
    /** The change to that value; undefined if there is nothing to do. */
    planned: async (place: Place, after: Value, call: Read): Promise<ChangeOf<Place, Value> | undefined> => {
      const before = await live(place, call);
      return before === undefined || same(before, after) ? undefined : { ...place, before, after };
    },
    live,
    same,
    apply: (change: ChangeOf<Place, Value>, call: Write): Promise<void> => bring(change, change.after, call),
    undo: (change: ChangeOf<Place, Value>, call: Write): Promise<void> => bring(change, change.before, call),
  };
};
