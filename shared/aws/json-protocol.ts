import { setTimeout as sleep } from "node:timers/promises";
import type { Access, Operation } from "./operation.ts";
import { ownCredentials, sign } from "./sign.ts";
import { limits, transport } from "./transport.ts";

/**
 * Most services (Kinesis, KMS, DynamoDB, SQS, EventBridge) speak AWS JSON: a POST with the name
 * of the operation in `X-Amz-Target`. The SDK's clients for them would be more than a third of every bundle, so only their types
 * are used.
 * Source: Smithy specification, "AWS JSON protocols".
 */
export interface JsonService extends Named {
  /** What stands before the operation in `X-Amz-Target`, `DynamoDB_20120810`. */
  readonly target: string;
  readonly version: "1.0" | "1.1";
}

export interface Named {
  /** Host prefix and signing name, `dynamodb`. */
  readonly name: string;
  /** Where it is reached from a Region, and for which Region that is signed, if there is not one in each. */
  readonly endpoint?: (region: string) => { readonly host: string; readonly region: string };
}

/** A request, and how its answers are read. */
export interface Wire<Output> {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly read: (body: string) => Output;
  /** What an error says. @throws when it is not the service that said it */
  readonly said: (body: string) => Said;
}

/** What the service answered instead of a result. `name` is AWS's code, as in the SDK. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;
  /** Of a cancelled DynamoDB transaction: why each of its writes was not made. */
  readonly reasons: readonly { readonly Code?: string }[];
  constructor(name: string, message: string, status: number, reasons: readonly { readonly Code?: string }[] = []) {
    super(message);
    this.name = name;
    this.status = status;
    this.reasons = reasons;
  }
}

const throttled = /Throttl|TooManyRequests|ProvisionedThroughputExceeded|LimitExceeded|TransactionInProgress|SlowDown/;
const worthRetrying = (error: unknown): boolean =>
  !(error instanceof ServiceError) || error.status >= 500 || error.status === 429 || throttled.test(error.name);

/** Where a service is reached: at its own address, or at the local AWS that the environment names. */
export const endpointOf = (name: string, region: string, host?: string): URL => {
  const given = process.env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`] ?? process.env["AWS_ENDPOINT_URL"];
  const regional = `${name}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  return new URL(given ?? `https://${host ?? regional}`);
};

export interface Said {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
  readonly code?: string;
  readonly Code?: string;
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

const once = async <Output>(service: Named, { path, headers, body: sent, read, said: saidIn }: Wire<Output>) => {
  const here = process.env["AWS_REGION"] ?? "";
  const { host: at, region = here } = service.endpoint?.(here) ?? {};
  const to = endpointOf(service.name, region, at);
  const signable = { path, headers: { host: to.host, ...headers }, body: sent };
  const scope = { credentials: ownCredentials(), region, service: service.name, at: new Date() };
  const { status, header, body } = await transport.post({ to, ...signable, headers: sign(signable, scope) });
  const requestId = header("x-amzn-requestid");
  if (status < 300) return { output: read(body), ...(requestId ? { requestId } : {}) };

  let said: Said = {};
  try {
    said = saidIn(body);
  } catch {
    // A proxy's answer, not the service's; the status has to do.
  }
  const inHeader = header("x-amzn-errortype")?.split(":")[0];
  const code = said.__type ?? inHeader ?? said.code ?? said.Code ?? `Http${status}`;
  throw new ServiceError(
    code.slice(code.lastIndexOf("#") + 1),
    said.message ?? said.Message ?? "",
    status,
    said.CancellationReasons,
  );
};

/** Asks, again where that may help. @throws what asking throws */
export const persistently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === limits.attempts || !worthRetrying(error)) throw error;
      await sleep(Math.random() * 100 * 2 ** attempt);
    }
  }
};

/** Sends a request, again where that may help. @throws ServiceError, and what the way there throws */
export const send = <Output>(service: Named, wire: Wire<Output>) => persistently(() => once<Output>(service, wire));

const json = <Output>(input: object): Pick<Wire<Output>, "body" | "read" | "said"> => ({
  body: JSON.stringify(input),
  read: (body) => (body ? JSON.parse(body) : {}) as Output,
  said: (body) => JSON.parse(body) as Said,
});

/** Makes an operation of a service; `Input` and `Output` are the SDK's types of it. */
export const jsonOperations =
  ({ name, target, version }: JsonService) =>
  <Input extends object, Output>(
    operation: string,
    access: Access,
    ...on: readonly string[]
  ): Operation<Input, Output> => {
    const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${target}.${operation}` };
    return {
      access,
      on,
      send: (input) => send<Output>({ name }, { path: "/", headers, ...json<Output>(input) }),
    };
  };

/**
 * Makes an operation of a service that speaks AWS REST JSON, of the kind that is a POST to a path with all of its input in the body.
 * Source: Smithy specification, "AWS restJson1 protocol".
 */
export const restJsonOperations =
  (service: Named) =>
  <Input extends object, Output>(path: string, access: Access, ...on: readonly string[]): Operation<Input, Output> => {
    const headers = { "content-type": "application/json" };
    return { access, on, send: (input) => send<Output>(service, { path, headers, ...json<Output>(input) }) };
  };
