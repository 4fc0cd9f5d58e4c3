import { randomBytes } from "node:crypto";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Credentials } from "../stack/clients.ts";

export interface SessionCredentials extends Credentials {
  readonly expiration?: Date;
}

interface Surroundings {
  readonly credentials: SessionCredentials;
  readonly endpoint: string;
  readonly region: string;
  /** Where the package was unpacked. */
  readonly root: string;
  readonly logFormat: "Text" | "JSON";
}

/** The variables that Lambda defines (Lambda Developer Guide, "Defined runtime environment variables") and the function's own. */
export const variablesOf = (
  configuration: FunctionConfiguration,
  { credentials, endpoint, region, root, logFormat }: Surroundings,
): Record<string, string> => {
  const { FunctionName = "", Runtime, Handler = "", MemorySize = 128, Environment } = configuration;
  // moto's stacks have the queue URLs of AWS itself, and the SDK for JavaScript sends to the host of a queue URL.
  const ownQueues = `https://sqs.${region}.amazonaws.com/`;
  const own = Object.entries(Environment?.Variables ?? {}).map(([name, value]): [string, string] => [
    name,
    value.replaceAll(ownQueues, `${endpoint}/`),
  ]);
  return {
    ...Object.fromEntries(own),
    _HANDLER: Handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: FunctionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FunctionName}`,
    AWS_LAMBDA_LOG_FORMAT: logFormat,
    AWS_LAMBDA_LOG_STREAM_NAME: `${new Date().toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${randomBytes(16).toString("hex")}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_ENDPOINT_URL: endpoint,
    LAMBDA_TASK_ROOT: root,
    LANG: "en_US.UTF-8",
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    TZ: ":UTC",
  };
};
