import type { Permission } from "../aws/operations.ts";
import type { Alarm } from "../cloudwatch/alarm.ts";
import type { Message } from "../queue/batch.ts";
import { ring, watchedBy } from "./alarms.ts";
import type { Ears, Heard } from "./ears.ts";
import { lookInto } from "./file.ts";

/** Takes one alarm from the bus all the way to the orders that answer it. @throws what the calls throw, unless it is the last try */
export const hearAlarm = async <R extends Permission>(
  ears: Ears<R>,
  message: Message,
  alarm: Alarm,
): Promise<Heard> => {
  const eventID = alarm.id;
  const watching = watchedBy(ears, alarm);
  if (watching === undefined) return { became: "nothing found", eventID };
  const { became } = await lookInto(ears, message, eventID, () => ring(ears, alarm, watching));
  return { became, eventID };
};
