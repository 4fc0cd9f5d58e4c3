/** Can the one text be had by striking characters out of the other? */
export const isStruckFrom = (less: string, more: string): boolean => {
  let at = 0;
  for (const character of more) if (character === less[at]) at += 1;
  return at === less.length;
};
