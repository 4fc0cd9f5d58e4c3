import { NodeHttpHandler } from "@smithy/node-http-handler";

/** How every service is called: HTTP/1.1, and time limits short enough to retry within one invocation. */
export const clientSettings = {
  maxAttempts: 4,
  // Without throwOnRequestTimeout the handler only warns, and waits on.
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  }),
};
