import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { Clients } from "../stack/clients.ts";
import type { DeployedFunction } from "../stack/functions.ts";
import { type Answer, type Crash, type Environment, type FunctionError, startEnvironment } from "./environment.ts";
import { unzip } from "./unzip.ts";
import { type SessionCredentials, variablesOf } from "./variables.ts";

export interface LogLine {
  readonly time: Date;
  readonly functionName: string;
  readonly requestId: string | undefined;
  readonly stream: "stdout" | "stderr";
  readonly line: string;
}

/** One run of a function; `endedAt` is missing while it runs. */
export interface Invocation {
  readonly functionName: string;
  readonly requestId: string;
  readonly event: unknown;
  readonly coldStart: boolean;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly error?: FunctionError;
}

export interface FunctionOptions {
  readonly deployed: DeployedFunction;
  /** What the function's own calls go to. */
  readonly endpoint: string;
  readonly region: string;
  readonly clients: Clients;
  readonly assumeRole: (roleArn: string, sessionName: string) => Promise<SessionCredentials>;
  readonly onLine: (line: LogLine) => void;
  readonly onInvocation: (invocation: Invocation) => void;
}

export interface LabFunction {
  /** Runs it, in a warm environment if one is free; `undefined` when its concurrency is used up. */
  readonly tryInvoke: (event: unknown) => Promise<{ readonly requestId: string; readonly answer: Answer } | undefined>;
  readonly crashNext: (crash: Crash) => void;
  readonly stop: () => Promise<void>;
}

interface Warm {
  readonly environment: Environment;
  readonly expires: number;
  readonly attribute: (requestId: string | undefined) => void;
}

/** Lambda's limit for an account in the lab; a function without reserved concurrency can take all of it. */
const unreserved = 10;
const renewBefore = 5 * 60_000;

/** A function from its deployed package, with as many environments as there are events at once. */
export const startFunction = async (options: FunctionOptions): Promise<LabFunction> => {
  const { deployed, clients, onInvocation } = options;
  const root = await unpack(deployed, clients);
  const idle: Warm[] = [];
  const all = new Set<Environment>();
  let running = 0;
  let crash: Crash | undefined;
  let stopped = false;

  const invoke = async (event: unknown) => {
    const requestId = randomUUID();
    const configuration = await clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: deployed.name }),
    );
    const warm = takeWarm(idle);
    const started = {
      functionName: deployed.name,
      requestId,
      event,
      coldStart: warm === undefined,
      startedAt: new Date(),
    };
    onInvocation(started);
    const used = warm ?? (await start(options, configuration, root));
    if ("error" in used) {
      onInvocation({ ...started, endedAt: new Date(), error: used.error });
      return { requestId, answer: used };
    }
    all.add(used.environment);
    if (stopped) await used.environment.stop();
    used.attribute(requestId);
    const timeoutMs = (configuration.Timeout ?? 3) * 1000;
    const crashing = crash;
    crash = undefined;
    const answer = await used.environment.run({
      requestId,
      event,
      arn: deployed.arn,
      timeoutMs,
      ...(crashing && { crash: crashing }),
    });
    if (used.environment.isAlive()) idle.push(used);
    else all.delete(used.environment);
    onInvocation({ ...started, endedAt: new Date(), ...("error" in answer && { error: answer.error }) });
    return { requestId, answer };
  };

  return {
    tryInvoke: async (event) => {
      if (stopped || running >= (deployed.reservedConcurrency ?? unreserved)) return undefined;
      running++;
      try {
        return await invoke(event);
      } finally {
        running--;
      }
    },
    crashNext: (next) => {
      crash = next;
    },
    stop: async () => {
      stopped = true;
      for (;;) {
        await Promise.all([...all].map((environment) => environment.stop()));
        if (running === 0) break;
        await delay(10);
      }
      await rm(root, { recursive: true, force: true });
    },
  };
};

/** Session credentials end; an environment does not outlive its own. */
const takeWarm = (idle: Warm[]): Warm | undefined => {
  for (let warm = idle.pop(); warm !== undefined; warm = idle.pop()) {
    if (warm.environment.isAlive() && warm.expires - renewBefore > Date.now()) return warm;
    void warm.environment.stop();
  }
  return undefined;
};

const unpack = async ({ name, code }: DeployedFunction, { s3 }: Clients): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), `lockkeeper-${name}-`));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: code.bucket, Key: code.key }));
  await unzip(Buffer.from((await Body?.transformToByteArray()) ?? []), root);
  return root;
};

const start = async (
  { deployed, endpoint, region, assumeRole, onLine }: FunctionOptions,
  configuration: Parameters<typeof variablesOf>[0],
  root: string,
): Promise<Warm | { readonly error: FunctionError }> => {
  const credentials = await assumeRole(configuration.Role ?? deployed.roleArn, deployed.name);
  let requestId: string | undefined;
  const environment = await startEnvironment({
    root,
    variables: variablesOf(configuration, { credentials, endpoint, region, root, logFormat: deployed.logFormat }),
    onLine: (line, stream) => onLine({ time: new Date(), functionName: deployed.name, requestId, stream, line }),
  });
  if ("error" in environment) return environment;
  const attribute = (id: string | undefined): void => {
    requestId = id;
  };
  return { environment, expires: credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY, attribute };
};
