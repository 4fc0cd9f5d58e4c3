import { type Read, readCall } from "../cloudtrail/api-call.ts";
import { readJson } from "../cloudtrail/bus-event.ts";
import { isServiceEvent, readServiceEvent } from "../cloudtrail/service-event.ts";
import { isAlarm, type ReadAlarm, readAlarm } from "../cloudwatch/alarm.ts";

/** What the message of an event tells: a call, or an alarm. Never throws: what is neither comes back as a problem that says where. */
export const readMessage = (json: string): Read | ReadAlarm => {
  const read = readJson(json);
  if (!read.ok) return read;
  if (isAlarm(read.value)) return readAlarm(read.value);
  return isServiceEvent(read.value) ? readServiceEvent(read.value) : readCall(read.value);
};
