import type { Moto } from "../moto.ts";
import { type Call, type Reply, ServiceError } from "../types.ts";
import type { Answers } from "./types.ts";

export type InvocationType = "RequestResponse" | "Event" | "DryRun";

/** What a function run gives back. */
export interface Invocation {
  readonly payload: Buffer | string;
  /** `Unhandled` when the function threw. */
  readonly functionError?: string;
}

/** Runs a function; the lab gives it. `Event` runs are not waited for, their errors are reported. */
export type OnInvoke = (functionName: string, payload: Buffer, type: InvocationType) => Promise<Invocation>;

export interface LambdaOptions {
  readonly moto: Moto;
  readonly onInvoke: OnInvoke | undefined;
  readonly report: (line: string) => void;
}

const types: readonly InvocationType[] = ["RequestResponse", "Event", "DryRun"];

/** lambda:Invoke, which moto can do only with Docker. */
export const lambdaAnswers = ({ moto, onInvoke, report }: LambdaOptions): Answers => ({
  answer: async (call, { account }) => {
    if (call.operation !== "Invoke" || !onInvoke) return undefined;
    const name = /([^:]+?)(?::(?:\$LATEST|\d+))?$/.exec(String(call.input.FunctionName))?.[1] ?? "";
    const asked = call.http.headers["x-amz-invocation-type"] ?? "RequestResponse";
    const type = types.find((one) => one === asked);
    if (!type) throw new ServiceError("InvalidParameterValueException", `Unsupported invocation type: ${asked}`);
    await requireFunction(moto, call, name, account);
    if (type === "DryRun") return reply(204, {}, "");
    const run = () => onInvoke(name, call.http.body, type);
    if (type === "Event") {
      run().catch((error: unknown) => report(`asynchronous run of ${name} failed: ${String(error)}`));
      return reply(202, {}, "");
    }
    const { payload, functionError } = await run();
    return reply(200, functionError ? { "x-amz-function-error": functionError } : {}, payload);
  },
});

const requireFunction = async (moto: Moto, { region }: Call, name: string, account: string): Promise<void> => {
  const found = await moto.get("lambda", `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`, region);
  if (found.status === 200) return;
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  throw new ServiceError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
};

const reply = (status: number, headers: Readonly<Record<string, string>>, payload: Buffer | string): Reply => ({
  status,
  headers: { "content-type": "application/json", "x-amz-executed-version": "$LATEST", ...headers },
  body: Buffer.from(payload),
});
