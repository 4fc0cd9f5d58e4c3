import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ringAlarm } from "./alarm.ts";
import { type Announcement, announce } from "./announce.ts";
import { createDoor, type Door, type DoorOptions, ServiceError } from "./door/index.ts";
import { fireRule } from "./lambda/fire.ts";
import { type Functions, startFunctions } from "./lambda/index.ts";
import { type Mailbox, openMailbox } from "./mail/index.ts";
import { startMoto } from "./moto/index.ts";
import { type Seeded, seed } from "./seed.ts";
import { createClients } from "./stack/clients.ts";
import { type Deployment, deployStack } from "./stack/index.ts";
import { queueUrlOf } from "./stack/queue-url.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const account = "123456789012";
/** IAM's events are in us-east-1 alone, so that a stack elsewhere would not hear of them. */
const region = "us-east-1";

export interface LabOptions {
  readonly progress?: (line: string) => void;
  /** `--param="name=value"` of the deployment, over the lab's own. */
  readonly params?: Readonly<Record<string, string>>;
  readonly stage?: string;
  /** The folder of serverless.yml; by default this repository. */
  readonly cwd?: string;
  /** Writes the messages to people as files in `.lockkeeper/lab/messages` too, and leaves them there. */
  readonly keep?: boolean;
  /** Over the lab's own: a trail with the selectors of docs/data-events.md. */
  readonly door?: Pick<DoorOptions, "dataEvents" | "deliveryDelayMs" | "resourcePolicyTps" | "updatingMs">;
}

export interface Lab extends Seeded {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly door: Door;
  readonly trail: Door["trail"];
  readonly mailbox: Mailbox;
  readonly functions: Functions & { readonly fire: (ruleName: string) => Promise<void> };
  /** Has a CloudWatch alarm, by its name or logical id, go into ALARM, and the bus hear of it. Rejects when there is no such alarm. */
  readonly ring: (alarmName: string, reason?: string) => Promise<void>;
  /** Has AWS itself say something on the bus. */
  readonly announce: (announcement: Announcement) => Promise<void>;
  readonly deployed: Deployment;
  /** The Python of moto's environment, which has boto3. */
  readonly python: string;
  readonly cfnLint: string;
  /** The folder of the messages, with `keep`. */
  readonly messages: string | undefined;
  /**
   * Resolves once every event has been delivered and handled: no message in a queue that a function reads (but for
   * delayed ones), nothing unread in a stream, no function running. Rejects after `ms`, 60 s if left out.
   */
  readonly idle: (ms?: number) => Promise<void>;
  /** Ends every process and removes every temporary file. */
  readonly stop: () => Promise<void>;
}

/** Starts the local AWS with people, keys and streams in it, and deploys Lockkeeper into it. */
export const startLab = async (options: LabOptions = {}): Promise<Lab> => {
  const { progress = () => {}, stage = "lab", keep = false, cwd = repository } = options;
  const messages = keep ? join(repository, ".lockkeeper/lab/messages") : undefined;
  const mailbox = openMailbox(messages);
  const stops: (() => Promise<void>)[] = [];
  let stopping = false;
  let functions: Functions | undefined;
  const stop = async (): Promise<void> => {
    stopping = true;
    for (let end = stops.pop(); end !== undefined; end = stops.pop()) await end();
  };
  try {
    progress("starting the local AWS");
    const moto = await startMoto({
      progress,
      onDelivery: mailbox.receive,
      onRecord: (arn) => functions?.recordArrived(arn),
    });
    stops.push(moto.stop);
    const bootstrap = {
      accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString("base64"),
    };
    const door = await createDoor({
      dataEvents: [{ eventSource: "kinesis.amazonaws.com" }],
      ...options.door,
      moto: moto.url,
      python: moto.python,
      bootstrap,
      account,
      region,
      // Calls that are under way when the lab stops are cut off.
      report: (line) => stopping || progress(line),
      onInvoke: async (name, payload, type) => await answerInvoke(functions, name, payload, type),
    });
    stops.push(door.close);

    progress("creating people, keys and streams");
    const seeded = await seed({ endpoint: door.endpoint, region, credentials: bootstrap }, account);

    progress("deploying Lockkeeper with the Serverless CLI");
    const behind = { endpoint: moto.url, region, credentials: bootstrap };
    const params = { config: "test/lab/lockkeeper.yml", oncall: "oncall@example.com", ...options.params };
    const { python, cfnLint } = moto;
    const deployed = await deployStack({
      endpoint: door.endpoint,
      region,
      credentials: seeded.operator,
      behind,
      stage,
      params,
      cwd,
      python,
    });
    const clients = createClients(behind);
    const assumeRole = (roleArn: string, sessionName: string) =>
      door.assumeRoleFor("lambda.amazonaws.com", roleArn, sessionName);
    const started = await startFunctions({ deployment: deployed, endpoint: door.endpoint, clients, assumeRole });
    functions = started;
    stops.push(started.stop);
    await started.poll();

    const fire = (ruleName: string) =>
      fireRule(ruleName, deployed, started, clients.sqs, (arn) => queueUrlOf(arn, clients.sqs));
    const ring = (alarmName: string, reason?: string) => {
      const alarm = deployed.resources.find(({ logicalId }) => logicalId === alarmName);
      return ringAlarm(alarm?.physicalId ?? alarmName, clients, reason);
    };
    const idle = (ms?: number) => waitUntilIdle(door, started, ms);
    await idle();
    progress("looking at every identity for the first time, as the schedule has it");
    await started.invoke(`${deployed.name}-sweep`, {}, { type: "RequestResponse" });
    await idle();
    progress("ready");
    return {
      ...seeded,
      endpoint: door.endpoint,
      region,
      account,
      door,
      trail: door.trail,
      mailbox,
      functions: { ...started, fire },
      ring,
      announce: (announcement) => announce(clients.eventBridge, announcement),
      deployed,
      python,
      cfnLint,
      messages,
      idle,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const answerInvoke = async (
  functions: Functions | undefined,
  name: string,
  payload: Buffer,
  type: "RequestResponse" | "Event" | "DryRun",
) => {
  if (functions === undefined) throw new ServiceError("ResourceNotReadyException", "The lab is not ready yet.", 502);
  try {
    const event: unknown = payload.length === 0 ? {} : JSON.parse(payload.toString());
    const { payload: answer, functionError } = await functions.invoke(name, event, { type });
    return { payload: answer, ...(functionError && { functionError }) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof SyntaxError)
      throw new ServiceError(
        "InvalidRequestContentException",
        `Could not parse request body into json: ${error.message}`,
      );
    throw new ServiceError(error.name, error.message, error.name === "TooManyRequestsException" ? 429 : 404);
  }
};

/** Twice in a row: what the last function did may have made events of its own. */
const waitUntilIdle = async (door: Door, functions: Functions, ms = 60_000): Promise<void> => {
  const end = Date.now() + ms;
  let runs = -1;
  while (Date.now() < end) {
    await Promise.race([door.settled(), delay(Math.max(0, end - Date.now()), undefined, { ref: false })]);
    const isIdle = await functions.isIdle();
    if (isIdle && runs === functions.invocations().length) return;
    runs = isIdle ? functions.invocations().length : -1;
    if (!isIdle) await delay(20);
  }
  const running = functions.invocations().filter(({ endedAt }) => endedAt === undefined);
  const reasons = [
    ...running.map(({ functionName }) => `${functionName} is running`),
    ...functions.problems().slice(-5),
    ...functions
      .logs()
      .map(({ line }) => line)
      .filter((line) => /"msg":"message (comes again|failed)"/.test(line))
      .slice(-3),
  ];
  throw new Error(
    `The lab was not idle within ${ms} ms: ${reasons.join("; ") || "messages or records are still to be handled"}.`,
  );
};
