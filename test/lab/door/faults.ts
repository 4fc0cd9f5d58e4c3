import type { Caller } from "./caller/caller.ts";
import { type Call, ServiceError } from "./types.ts";

/** A failure, or a wait, that the door makes up for the next calls of an operation. */
export interface Fault {
  /** The IAM prefix of the service: `kinesis`. */
  readonly service: string;
  readonly operation: string;
  /** Only calls of whoever has this in their ARN: the name of a role. */
  readonly by?: string;
  /** How many calls it hits; 1 when left out. */
  readonly times?: number;
  readonly error?: { readonly status: number; readonly code: string; readonly message: string };
  readonly delayMs?: number;
}

export interface Faults {
  readonly add: (fault: Fault) => void;
  /** How many calls are still to be hit. */
  readonly left: () => number;
  readonly clear: () => void;
}

export type Strike = (call: Call, caller: Pick<Caller, "arn">) => Promise<void>;

/** A store of faults, and the check that every call passes. The check throws ServiceError. */
export const openFaults = (): { readonly faults: Faults; readonly strike: Strike } => {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  const strike: Strike = async ({ service, operation }, { arn }) => {
    const hit = waiting.find(
      ({ fault }) =>
        fault.service === service.prefix && fault.operation === operation && (!fault.by || arn.includes(fault.by)),
    );
    if (!hit) return;
    hit.left -= 1;
    if (hit.left <= 0) waiting = waiting.filter((one) => one !== hit);
    const { delayMs, error } = hit.fault;
    if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (error) throw new ServiceError(error.code, error.message, error.status);
  };
  const faults: Faults = {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    left: () => waiting.reduce((sum, { left }) => sum + left, 0),
    clear: () => {
      waiting = [];
    },
  };
  return { faults, strike };
};
