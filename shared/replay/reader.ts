import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyActivity } from "../detections/activity.ts";
import { activities, drifts } from "../detections/index.ts";
import { mattersTo } from "./matters.ts";
import { type Interest, readFast } from "./read.ts";
import { bytesOf, type Source } from "./sources.ts";
import { slicesIn } from "./split.ts";

/** Which records are looked at. Times are ISO 8601. */
export interface Filter {
  readonly from?: string;
  readonly to?: string;
  readonly accounts?: readonly string[];
}

/** What could not be used, and where it stands. */
export interface Problem {
  readonly source: string;
  readonly line: number;
  readonly problem: string;
}

/** What was read of one source: the calls that are to be judged, and how many records there were, of whatever service. */
export interface ReadSource {
  readonly calls: readonly ApiCall[];
  readonly problems: readonly Problem[];
  readonly records: number;
}

/** The services whose calls are looked at, by drifts and by activities. */
const watched: readonly AnyActivity[] = activities;
export const interest: Interest = {
  services: [
    ...new Set([...drifts.flatMap(({ of }) => of.services), ...watched.flatMap(({ services = [] }) => services)]),
  ],
};

/** So many problems of one source are told one by one. */
const mostProblems = 1_000;

const passes = ({ from, to, accounts }: Filter, { time, account }: ApiCall): boolean =>
  (from === undefined || Date.parse(time) >= Date.parse(from)) &&
  (to === undefined || Date.parse(time) < Date.parse(to)) &&
  (accounts === undefined || accounts.includes(account));

/** Reads a source record by record, and keeps what something could follow from; never fails, but tells what it could not read. */
export const readSource = async (source: Source, settings: Settings, filter: Filter): Promise<ReadSource> => {
  const matters = mattersTo({ settings, drifts, activities });
  const calls: ApiCall[] = [];
  const problems: Problem[] = [];
  let records = 0;
  const tell = (line: number, problem: string) => {
    if (problems.length < mostProblems) problems.push({ source: source.name, line, problem });
  };
  try {
    for await (const slices of slicesIn(bytesOf(source)))
      for (const slice of slices) {
        if ("problem" in slice) {
          tell(slice.line, slice.problem);
          continue;
        }
        const read = readFast(slice, interest);
        if (read.kind === "unreadable") tell(slice.line, read.problem);
        else records += 1;
        if (read.kind === "call" && passes(filter, read.call) && matters(read.call)) calls.push(read.call);
      }
  } catch (error) {
    tell(0, (error as Error).message);
  }
  return { calls, problems, records };
};
