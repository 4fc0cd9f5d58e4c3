import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Crash, startEnvironment } from "./environment.ts";

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (let clean = cleanUp.pop(); clean !== undefined; clean = cleanUp.pop()) await clean();
});

const start = async (code: string, variables: Readonly<Record<string, string>> = {}) => {
  const root = await mkdtemp(join(tmpdir(), "lockkeeper-test-"));
  cleanUp.push(() => rm(root, { recursive: true }));
  await writeFile(join(root, "index.js"), code);
  const lines: string[] = [];
  const own = { LAMBDA_TASK_ROOT: root, _HANDLER: "index.handler", ...variables };
  const environment = await startEnvironment({ root, variables: own, onLine: (line) => lines.push(line) });
  if ("error" in environment) return { ...environment, lines };
  cleanUp.push(environment.stop);
  const run = (event: unknown, crash?: Crash, timeoutMs = 2000) =>
    environment.run({ requestId: "id-1", event, arn: "arn:function", timeoutMs, ...(crash && { crash }) });
  return { ...environment, call: run, lines };
};

const started = async (...args: Parameters<typeof start>) => {
  const environment = await start(...args);
  if (!("call" in environment)) throw new Error(environment.error.errorMessage);
  return environment;
};

describe("an execution environment", () => {
  it("hands event and context to the handler, and its answer back as JSON", async () => {
    const { call } = await started(
      `exports.handler = async (event, context) => ({ event, id: context.awsRequestId, arn: context.invokedFunctionArn, inTime: context.getRemainingTimeInMillis() > 1000 });`,
    );
    const answer = await call({ n: 1 });
    expect(answer).toStrictEqual({
      payload: JSON.stringify({ event: { n: 1 }, id: "id-1", arn: "arn:function", inTime: true }),
    });
  });

  it("has the variables that it was given and nothing of its parent's", async () => {
    const { call } = await started("exports.handler = async () => Object.keys(process.env).sort();", { OWN: "1" });
    expect(await call({})).toStrictEqual({ payload: '["LAMBDA_TASK_ROOT","OWN","_HANDLER"]' });
  });

  it("stays warm: what a module keeps is there the next time", async () => {
    const { call } = await started("let n = 0; exports.handler = async () => ++n;");
    await call({});
    expect(await call({})).toStrictEqual({ payload: "2" });
  });

  it("tells an error with its type, and lives on", async () => {
    const { call, isAlive } = await started(`exports.handler = async () => { throw new TypeError("no"); };`);
    expect(await call({})).toMatchObject({ error: { errorType: "TypeError", errorMessage: "no" } });
    expect(isAlive()).toBe(true);
  });

  it("is killed when its time is over", async () => {
    const { call, isAlive } = await started("exports.handler = () => { for (;;); };");
    expect(await call({}, undefined, 200)).toMatchObject({
      error: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringContaining("Task timed out after 0.20 seconds"),
      },
    });
    expect(isAlive()).toBe(false);
  });

  it("crashes when it is told to, in the midst of its work", async () => {
    const { call, isAlive } = await started("exports.handler = () => new Promise(() => setTimeout(() => {}, 60_000));");
    expect(await call({}, { afterMs: 20 })).toMatchObject({ error: { errorType: "Runtime.ExitError" } });
    expect(isAlive()).toBe(false);
  });

  it("ends with the process that it exits", async () => {
    const { call } = await started("exports.handler = async () => process.exit(3);");
    expect(await call({})).toMatchObject({ error: { errorMessage: expect.stringContaining("exit status 3") } });
  });

  it.each([
    ["exports.other = 1;", "Runtime.HandlerNotFound"],
    ["exports.handler = (event, context, callback) => callback();", "Runtime.CallbackHandlerDeprecated"],
    [`throw new RangeError("at load");`, "RangeError"],
  ])("does not start with %j", async (code, errorType) => {
    expect(await start(code)).toMatchObject({ error: { errorType } });
  });

  it("logs objects as JSON in the JSON log format", async () => {
    const { call, lines, stop } = await started(`exports.handler = async () => console.warn({ msg: "look" });`, {
      AWS_LAMBDA_LOG_FORMAT: "JSON",
    });
    await call({});
    await stop();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "WARN", requestId: "id-1", message: { msg: "look" } });
  });
});
