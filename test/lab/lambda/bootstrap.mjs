// Runs a handler as Lambda's Node runtime does: loads it once, then one event after another, told by the parent over IPC.
import { subscribe } from "node:diagnostics_channel";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = process.env.LAMBDA_TASK_ROOT;
const [, path, name] = /^(.*)\.([^./]+)$/.exec(process.env._HANDLER) ?? [];

const load = async () => {
  const file = [".js", ".mjs", ".cjs"].map((end) => join(root, path + end)).find((candidate) => existsSync(candidate));
  if (file === undefined) throw runtimeError("Runtime.ImportModuleError", `Cannot find module '${path}'`);
  const load = file.endsWith(".mjs") ? import(pathToFileURL(file).href) : loadScript(file);
  const handler = (await load)[name];
  if (handler === undefined)
    throw runtimeError("Runtime.HandlerNotFound", `${process.env._HANDLER} is undefined or not exported`);
  if (typeof handler !== "function")
    throw runtimeError("Runtime.HandlerNotFound", `${process.env._HANDLER} is not a function`);
  if (handler.length >= 3) {
    throw runtimeError(
      "Runtime.CallbackHandlerDeprecated",
      "AWS Lambda has removed support for callback-based function handlers",
    );
  }
  return handler;
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

const runtimeError = (name, message) => Object.assign(new Error(message), { name });

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

let handler;
const serve = async (message) => {
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
try {
  handler = await load();
  process.on("message", serve);
  process.send({ ready: true });
} catch (error) {
  process.send({ initError: describe(error) }, () => process.exit(1));
}
