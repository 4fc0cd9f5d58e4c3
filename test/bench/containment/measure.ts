import type { TrailRecord } from "../../lab/cloudtrail/types.ts";
import { median } from "../median.ts";
import { deed, type Ground, type Job } from "./ground.ts";

/** What it takes from the event to the call that contains. */
export interface Containment {
  /** From the start of the process until that call was answered, the first that it is given to do. */
  readonly coldMs: number;
  /** The same of a process that has done it before; medians. */
  readonly wallP50Ms: number;
  /** The processor's time of its own until that call is made; of c7n, of the whole invocation, at whose end it is made. */
  readonly ownCpuP50Ms: number;
  /** Calls to the services that are guarded (IAM, Kinesis, KMS), up to that call. */
  readonly awsCalls: number;
  /** Calls in all: with one's own table, queues and identity, and with looking whether it worked. */
  readonly allCalls: number;
}

/** Something that answers an event. */
export interface Responder {
  /** Starts its processes anew. */
  readonly start: () => Promise<void>;
  /** Has it answer; its own processor time. */
  readonly answer: (record: TrailRecord, job: Job) => Promise<{ readonly cpuMs: number }>;
  readonly stop: () => void;
  /** Forgets what was before, as after an hour: what happens next is an incident of its own. */
  readonly forget?: () => Promise<void>;
}

const round = (value: number): number => Number(value.toFixed(1));

/** The calls by the responders' role since then, and when the one that contains was answered. */
const callsSince = ({ lab: { door } }: Ground, since: number, job: Job) => {
  const own = door.trail
    .records()
    .slice(since)
    .filter(({ userIdentity }) => JSON.stringify(userIdentity["arn"] ?? "").includes("assumed-role/responder/"));
  const done = own.find(({ eventName, errorCode }) => eventName === deed[job] && !errorCode);
  const until = done ? own.slice(0, own.indexOf(done) + 1) : own;
  const guarded = until.filter(({ eventSource }) => /^(iam|kinesis|kms)\./.test(eventSource));
  return { all: own.length, guarded: guarded.length, doneAt: done && door.trail.at(done) };
};

const once = async (ground: Ground, responder: Responder, job: Job, cold: boolean) => {
  await responder.forget?.();
  const record = await ground.strike(job);
  const since = ground.lab.door.trail.records().length;
  const began = Date.now();
  if (cold) await responder.start();
  const { cpuMs } = await responder.answer(record, job);
  const { all, guarded, doneAt } = callsSince(ground, since, job);
  await ground.mend(job);
  if (doneAt === undefined) throw new Error(`${job}: it was not contained`);
  return { wallMs: doneAt - began, cpuMs, all, guarded };
};

type Once = Awaited<ReturnType<typeof once>>;

const summary = (cold: readonly Once[], warm: readonly Once[]): Containment => ({
  coldMs: round(median(cold.map(({ wallMs }) => wallMs))),
  wallP50Ms: round(median(warm.map(({ wallMs }) => wallMs))),
  ownCpuP50Ms: round(median(warm.map(({ cpuMs }) => cpuMs))),
  awsCalls: median(warm.map(({ guarded }) => guarded)),
  allCalls: median(warm.map(({ all }) => all)),
});

/** Measures one job, cold and warm; all responders in turn, so that a slow moment of the machine falls on all alike. */
export const measure = async (
  ground: Ground,
  responders: readonly Responder[],
  job: Job,
  { colds = 15, warms = 25 } = {},
): Promise<readonly Containment[]> => {
  const all = responders.map((responder) => ({ responder, cold: [] as Once[], warm: [] as Once[] }));
  for (let run = 0; run < colds; run += 1)
    for (const { responder, cold } of all) {
      cold.push(await once(ground, responder, job, true));
      responder.stop();
    }
  for (const { responder } of all) {
    await responder.start();
    await once(ground, responder, job, false);
  }
  for (let run = 0; run < warms; run += 1)
    for (const { responder, warm } of all) warm.push(await once(ground, responder, job, false));
  for (const { responder } of all) responder.stop();
  return all.map(({ cold, warm }) => summary(cold, warm));
};

/** Whether a stop of the encryption that names the stream by its ARN alone is answered. */
export const seesArnOnly = async (ground: Ground, responder: Responder): Promise<boolean> => {
  await responder.forget?.();
  await responder.start();
  const record = await ground.strike("encryption", true);
  const since = ground.lab.door.trail.records().length;
  await responder.answer(record, "encryption");
  const { doneAt } = callsSince(ground, since, "encryption");
  await ground.mend("encryption");
  responder.stop();
  return doneAt !== undefined;
};
