import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Clients } from "../stack/clients.ts";
import type { Deployment } from "../stack/index.ts";
import { queueUrlOf } from "../stack/queue-url.ts";
import { type Bell, hangBell } from "./bell.ts";
import type { Answer, Crash } from "./environment.ts";
import { type Invocation, type LabFunction, type LogLine, startFunction } from "./function.ts";
import { startQueuePoller } from "./queue-poller.ts";
import { roleClients } from "./role-clients.ts";
import { startStreamPoller } from "./stream-poller.ts";
import type { SessionCredentials } from "./variables.ts";

export type { Crash, FunctionError } from "./environment.ts";
export type { Invocation, LogLine } from "./function.ts";

/** `Event`: accepted at once, run in the background, and up to twice more when it fails. */
export type InvocationType = "RequestResponse" | "Event" | "DryRun";

/** The answer of lambda:Invoke. */
export interface InvokeReply {
  readonly statusCode: 200 | 202 | 204;
  readonly functionError?: "Unhandled";
  /** JSON text; empty unless the function ran. */
  readonly payload: string;
}

export interface Functions {
  /**
   * As lambda:Invoke; a function is named by its name or ARN. Rejects with an error of the name ResourceNotFoundException
   * or TooManyRequestsException.
   */
  readonly invoke: (name: string, event: unknown, options?: { readonly type?: InvocationType }) => Promise<InvokeReply>;
  /** What the function wrote to its standard output and error so far; all functions without a name. */
  readonly logs: (name?: string) => readonly LogLine[];
  /** Every run so far, oldest first; all functions without a name. */
  readonly invocations: (name?: string) => readonly Invocation[];
  /** Polls that AWS refused, batches given up: what Lambda would show on the event source mapping. */
  readonly problems: () => readonly string[];
  /** Kills the function's environment in its next run. */
  readonly crashNext: (name: string, crash: Crash) => void;
  /** Starts polling the event sources. */
  readonly poll: () => Promise<void>;
  /** To be told of each new record of a table's stream, so that it is read at once. */
  readonly recordArrived: (streamArn: string) => void;
  /** Whether nothing runs and every event source has been read to its end. */
  readonly isIdle: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

export interface FunctionsOptions {
  readonly deployment: Deployment;
  /** The front door: where the functions' own calls and their polls go. */
  readonly endpoint: string;
  /** Clients behind the door, for the lab's own looks. */
  readonly clients: Clients;
  readonly assumeRole: (roleArn: string, sessionName: string) => Promise<SessionCredentials>;
}

const asynchronousAttempts = 3;

/** Unpacks the deployed functions; they run from then on when invoked, and from `poll` on for their event sources. */
export const startFunctions = async ({
  deployment,
  endpoint,
  clients,
  assumeRole,
}: FunctionsOptions): Promise<Functions> => {
  const { region } = deployment;
  const lines: LogLine[] = [];
  const invocations = new Map<string, Invocation>();
  const problems: string[] = [];
  const ending = new AbortController();
  const background = new Set<Promise<unknown>>();
  const bells = new Map<string, Bell>();
  const pollers: { readonly isDone: () => Promise<boolean>; readonly ended: Promise<void> }[] = [];

  const functions = new Map<string, LabFunction>();
  for (const deployed of deployment.functions) {
    const onLine = (line: LogLine): void => void lines.push(line);
    const onInvocation = (invocation: Invocation): void => void invocations.set(invocation.requestId, invocation);
    functions.set(
      deployed.name,
      await startFunction({ deployed, endpoint, region, clients, assumeRole, onLine, onInvocation }),
    );
  }
  const find = (name: string): LabFunction => {
    const found = functions.get(nameOf(name)) ?? functions.get(`${deployment.name}-${name}`);
    if (found === undefined) throw named("ResourceNotFoundException", `Function not found: ${name}`);
    return found;
  };
  const invokeWhenFree = async (name: string, event: unknown): Promise<{ requestId: string; answer: Answer }> => {
    for (;;) {
      const done = await find(name).tryInvoke(event);
      if (done !== undefined) return done;
      await delay(20, undefined, { signal: ending.signal });
    }
  };
  const invokeInBackground = (name: string, event: unknown): void => {
    const attempts = async (): Promise<void> => {
      for (let attempt = 1; attempt <= asynchronousAttempts && !ending.signal.aborted; attempt++) {
        const { answer } = await invokeWhenFree(name, event);
        if (!("error" in answer)) return;
      }
    };
    const running = attempts()
      .catch(() => {})
      .finally(() => background.delete(running));
    background.add(running);
  };

  const invoke: Functions["invoke"] = async (name, event, { type = "RequestResponse" } = {}) => {
    const target = find(name);
    if (type === "DryRun") return { statusCode: 204, payload: "" };
    if (type === "Event") {
      invokeInBackground(name, event);
      return { statusCode: 202, payload: "" };
    }
    const done = await target.tryInvoke(event);
    if (done === undefined) throw named("TooManyRequestsException", "Rate Exceeded.");
    if ("error" in done.answer)
      return { statusCode: 200, functionError: "Unhandled", payload: JSON.stringify(done.answer.error) };
    return { statusCode: 200, payload: done.answer.payload };
  };

  const poll = async (): Promise<void> => {
    for (const source of deployment.eventSources.filter(({ enabled }) => enabled)) {
      const { arn = "", roleArn = "" } = deployment.functions.find(({ name }) => name === source.functionName) ?? {};
      const options = {
        source,
        region,
        functionArn: arn,
        clients: roleClients(endpoint, region, () => assumeRole(roleArn, `awslambda-${randomUUID().slice(0, 8)}`)),
        invoke: (event: unknown) => invokeWhenFree(source.functionName, event),
        onProblem: (problem: string) => void problems.push(problem),
        signal: ending.signal,
      };
      const queueUrl = (queueArn: string) => queueUrlOf(queueArn, clients.sqs);
      const fromQueue = source.sourceArn.split(":")[2] === "sqs";
      const bell = hangBell();
      bells.set(source.sourceArn, bell);
      pollers.push(
        fromQueue
          ? startQueuePoller({ ...options, queueUrl: await queueUrl(source.sourceArn), observer: clients.sqs })
          : startStreamPoller({ ...options, bell, queueUrlOf: queueUrl }),
      );
    }
  };

  const isRunning = (): boolean =>
    background.size > 0 || [...invocations.values()].some(({ endedAt }) => endedAt === undefined);
  const isIdle = async (): Promise<boolean> => {
    if (isRunning()) return false;
    const runs = invocations.size;
    for (const poller of pollers) if (!(await poller.isDone())) return false;
    // A source that was read early may have been filled by one that was read late.
    return !isRunning() && runs === invocations.size;
  };

  const ofFunction = <T extends { readonly functionName: string }>(all: Iterable<T>, name?: string): readonly T[] =>
    [...all].filter(
      ({ functionName }) =>
        name === undefined || functionName === nameOf(name) || functionName === `${deployment.name}-${name}`,
    );

  return {
    invoke,
    poll,
    isIdle,
    recordArrived: (streamArn) => bells.get(streamArn)?.ring(),
    logs: (name) => ofFunction(lines, name),
    invocations: (name) => ofFunction(invocations.values(), name),
    problems: () => [...problems],
    crashNext: (name, crash) => find(name).crashNext(crash),
    stop: async () => {
      ending.abort();
      await Promise.all([...functions.values()].map((running) => running.stop()));
      await Promise.allSettled([...pollers.map(({ ended }) => ended), ...background]);
    },
  };
};

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]` or `ACCOUNT:function:NAME`. */
const nameOf = (nameOrArn: string): string => /function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
