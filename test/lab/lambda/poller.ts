import { setTimeout as delay } from "node:timers/promises";
import type { EventSource } from "../stack/functions.ts";
import type { Answer } from "./environment.ts";
import type { RoleClients } from "./role-clients.ts";

/** Runs the function of an event source; waits while its concurrency is used up. */
export type Invoke = (event: unknown) => Promise<{ readonly requestId: string; readonly answer: Answer }>;

export interface PollerOptions {
  readonly source: EventSource;
  readonly clients: RoleClients;
  readonly region: string;
  readonly functionArn: string;
  readonly invoke: Invoke;
  /** A poll that AWS refused, and the like: Lambda shows it as the mapping's LastProcessingResult. */
  readonly onProblem: (problem: string) => void;
  readonly signal: AbortSignal;
}

export interface Poller {
  /** Resolves to whether there is nothing to do: every record read, no batch under way. Looks afresh. */
  readonly isDone: () => Promise<boolean>;
  /** Resolves once the polling has ended, after the signal. */
  readonly ended: Promise<void>;
}

const pauseAfterProblem = 500;

/** Repeats a round of polling until the signal; a round that fails is told and tried again. */
export const repeat = async (
  { source, onProblem, signal }: PollerOptions,
  round: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await round();
    } catch (error) {
      if (signal.aborted) return;
      onProblem(`${source.functionName} cannot poll ${source.sourceArn}: ${String(error)}`);
      await pause(pauseAfterProblem, signal);
    }
  }
};

/** Waits, or less long when the signal comes. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => {});
};
