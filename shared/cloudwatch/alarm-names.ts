/** How the names of the alarms that the stack makes for protected resources go on after the name of the stack. */
const kind = "-stream-";
/** The part of the names that all of them begin with, and no other alarm of the stack. */
export const alarmPrefixOf = (stack: string): string => `${stack}${kind}`;
/** @param watched what of the stream it watches */
export const alarmNameFor = (stack: string, stream: string, watched: string): string =>
  `${alarmPrefixOf(stack)}${stream}-${watched}`;
/** Whether an alarm is the one for this, of whichever stack. */
export const isAlarmFor = (name: string, stream: string, watched: string): boolean =>
  name.endsWith(alarmNameFor("", stream, watched));
