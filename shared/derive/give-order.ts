import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import type { Credentials } from "../aws/sign.ts";
import { type Ordered, prove } from "../operate/proof.ts";
import type { Answer } from "../operate/verb.ts";

/** Whose order it is, and where it is given. */
export interface Orderer {
  readonly credentials: Credentials;
  readonly region: string;
  /** The function that takes orders, by its name. */
  readonly functionName: string;
  /** Of the local AWS, where the environment does not say so already. */
  readonly endpoint?: string;
  readonly requestHandler?: NonNullable<LambdaClientConfig["requestHandler"]>;
}

const attempts = 5;

/** Only what was refused before it began is sent again: anything else may have been carried out, and its proof counts once. */
const invoke = async (client: LambdaClient, command: InvokeCommand) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.send(command);
    } catch (error) {
      if (attempt === attempts || (error as Error).name !== "TooManyRequestsException") throw error;
      await sleep(Math.random() * 200 * 2 ** attempt);
    }
  }
};

/** Why no answer came, for people. */
const unanswered = (error: unknown, { functionName, region }: Orderer): string => {
  const { name, message } = error as Error;
  if (name === "ResourceNotFoundException")
    return `there is no function ${functionName} in ${region}: expected --stage and --region as they were deployed`;
  if (name === "AccessDeniedException")
    return `you may not invoke ${functionName}: expected the right lambda:InvokeFunction on it`;
  return `${functionName} was not reached: ${name}: ${message.slice(0, 300)}`;
};

/** Gives an order, with the proof of whose it is. Never throws: what went wrong is in the answer. */
export const giveOrder = async (orderer: Orderer, order: Pick<Ordered, "verb" | "params">): Promise<Answer> => {
  const { credentials, region, functionName, endpoint, requestHandler } = orderer;
  try {
    const signer = { credentials, region, ...(endpoint ? { endpoint: new URL(endpoint) } : {}) };
    const proven = prove({ ...order, function: functionName }, signer);
    const { sessionToken, ...key } = credentials;
    const lambda = new LambdaClient({
      region,
      ...(endpoint ? { endpoint } : {}),
      ...(requestHandler ? { requestHandler } : {}),
      credentials: { ...key, ...(sessionToken ? { sessionToken } : {}) },
      maxAttempts: 1,
    });
    const command = new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(proven) });
    const { Payload, FunctionError } = await invoke(lambda, command);
    if (FunctionError !== undefined)
      return { ok: false, problem: `${functionName} failed: expected an answer; its log in CloudWatch says why` };
    return JSON.parse(new TextDecoder().decode(Payload)) as Answer;
  } catch (error) {
    return { ok: false, problem: unanswered(error, orderer) };
  }
};
