// Runs a handler as Lambda's Node runtime does: loads it once, then one event after another, told by the parent over IPC.
import { subscribe } from "node:diagnostics_channel";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const { LAMBDA_TASK_ROOT: root, _HANDLER: named } = process.env;
const [, path, exported] = /^(.*)\.([^./]+)$/.exec(named) ?? [];

const load = async () => {
  const file = [".js", ".mjs", ".cjs"].map((end) => join(root, path + end)).find((candidate) => existsSync(candidate));
  if (file === undefined) throw runtimeError("Runtime.ImportModuleError", `Cannot find module '${path}'`);
  const loaded = await (file.endsWith(".mjs") ? import(pathToFileURL(file).href) : loadScript(file));
  const found = loaded[exported];
  if (found === undefined) throw runtimeError("Runtime.HandlerNotFound", `${named} is undefined or not exported`);
  if (typeof found !== "function") throw runtimeError("Runtime.HandlerNotFound", `${named} is not a function`);
  if (found.length >= 3) {
    throw runtimeError(
      "Runtime.CallbackHandlerDeprecated",
      "AWS Lambda has removed support for callback-based function handlers",
    );
  }
  return found;
};

/** CommonJS; a .js file of a package of type "module" is imported instead. */
const loadScript = (file) => {
  try {
    return createRequire(file)(file);
  } catch (error) {
    if (error.code === "ERR_REQUIRE_ASYNC_MODULE") return import(pathToFileURL(file).href);
    throw error;
  }
};

const runtimeError = (errorType, message) => Object.assign(new Error(message), { name: errorType });

const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const contextOf = ({ requestId, deadline, arn }) => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  invokedFunctionArn: arn,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  awsRequestId: requestId,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

/** What is to be survived: the whole environment is gone, at a time or right after AWS has answered a call. */
let crash;
const die = () => process.kill(process.pid, "SIGKILL");
subscribe("http.client.response.finish", ({ request }) => {
  if (crash?.afterCall === undefined) return;
  const target = String(request.getHeader("x-amz-target") ?? "");
  if (typeof crash.afterCall === "string" ? target.endsWith(`.${crash.afterCall}`) : --crash.afterCall <= 0) die();
});

/** Lambda's JSON log format: one object a line, `message` being the text or the one thing that was logged. */
let requestId;
const logAsJson = () => {
  const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...things) => {
      const [only] = things;
      const isObject = things.length === 1 && typeof only === "object" && only !== null;
      const message = isObject ? (only instanceof Error ? describe(only) : only) : format(...things);
      process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message })}\n`);
    };
  }
};

let handler;
const serve = async (message) => {
  requestId = message.requestId;
  crash = message.crash && { ...message.crash };
  if (crash?.afterMs !== undefined) setTimeout(die, crash.afterMs);
  try {
    const result = await handler(message.event, contextOf(message));
    process.send({ requestId: message.requestId, payload: JSON.stringify(result ?? null) });
  } catch (error) {
    process.send({ requestId: message.requestId, error: describe(error) });
  }
};

process.on("disconnect", () => process.exit());
if (process.env.AWS_LAMBDA_LOG_FORMAT === "JSON") logAsJson();
try {
  handler = await load();
  process.on("message", serve);
  process.send({ ready: true });
} catch (error) {
  process.send({ initError: describe(error) }, () => process.exit(1));
}
