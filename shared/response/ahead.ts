/** What is being read while something else is done: whoever asks for it waits for the rest, and is told if it cannot be read. */
export type Ahead<T> = () => Promise<T>;

/** @param reading has begun; that nobody asks for it in the end is no failure, whatever became of it */
export const ahead = <T>(reading: Promise<T>): Ahead<T> => {
  reading.catch(() => {});
  return () => reading;
};
