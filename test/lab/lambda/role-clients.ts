import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SessionCredentials } from "./variables.ts";

/** Clients for polling on behalf of a function: under its role, so that a missing permission is felt. */
export const roleClients = (endpoint: string, region: string, assume: () => Promise<SessionCredentials>) => {
  const options = { endpoint, region, credentials: assume, maxAttempts: 3 };
  return { sqs: new SQSClient(options), streams: new DynamoDBStreamsClient(options) };
};

export type RoleClients = ReturnType<typeof roleClients>;
