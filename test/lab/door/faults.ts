import { type Call, ServiceError } from "./types.ts";

/** A failure, or a wait, that the door makes up for the next calls of an operation. */
export interface Fault {
  /** The IAM prefix of the service: `kinesis`. */
  readonly service: string;
  readonly operation: string;
  /** How many calls it hits; 1 when left out. */
  readonly times?: number;
  readonly error?: { readonly status: number; readonly code: string; readonly message: string };
  readonly delayMs?: number;
}

export interface Faults {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
}

/** A store of faults, and the check that every call passes. The check throws ServiceError. */
export const openFaults = (): { readonly faults: Faults; readonly strike: (call: Call) => Promise<void> } => {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  const strike = async ({ service, operation }: Call) => {
    const hit = waiting.find(({ fault }) => fault.service === service.prefix && fault.operation === operation);
    if (!hit) return;
    hit.left -= 1;
    if (hit.left <= 0) waiting = waiting.filter((one) => one !== hit);
    const { delayMs, error } = hit.fault;
    if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (error) throw new ServiceError(error.code, error.message, error.status);
  };
  const faults: Faults = {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    clear: () => {
      waiting = [];
    },
  };
  return { faults, strike };
};
