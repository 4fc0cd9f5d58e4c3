import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { Access, Operation } from "./operation.ts";

/** What every client is built with: HTTP/1.1 for all (the Kinesis client would speak HTTP/2), and time limits short enough to retry within one invocation. */
export const clientSettings = {
  maxAttempts: 4,
  // Without throwOnRequestTimeout the handler only warns, and waits on.
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  }),
};

interface Answered {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** As much of an SDK command class as its types can be read from. */
type CommandOf<Input, Output> = new (
  input: Input,
) => {
  readonly input: Input;
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's own signature; only the output type at its end matters here.
  resolveMiddleware(stack: any, configuration: any, options: any): (args: any) => Promise<{ output: Output }>;
};

/** Turns the commands of one SDK client into operations. The command class carries the types, the client does the sending. */
export const operationsOf =
  (client: { send(command: never): Promise<unknown> }) =>
  <Input extends object, Output extends Answered>(
    Command: CommandOf<Input, Output>,
    access: Access,
    ...on: readonly string[]
  ): Operation<Input, Output> => ({
    access,
    on,
    send: async (input) => {
      const output = (await client.send(new Command(input) as never)) as Output;
      const { requestId } = output.$metadata;
      return requestId === undefined ? { output } : { output, requestId };
    },
  });
