import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { identityActions, resourceActions } from "../shared/actions/index.ts";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import { tell, type Written } from "../shared/notice/tell.ts";
import type { Right } from "../shared/response/rights.ts";
import { shell } from "./shell.ts";

/** The ledger's stream → messages. What is in the ledger is told. */
const call: Call<Right<"notify">> = caller({
  dynamodb: () => import("../shared/aws/dynamodb.ts"),
  sns: () => import("../shared/aws/sns.ts"),
});
const voice = {
  topic: fromEnvironment("TOPIC"),
  publish: call,
  ledger: { table: fromEnvironment("LEDGER"), call, now: () => new Date() },
  titles: [...identityActions, ...resourceActions],
};

/** In order, up to the first that fails: Lambda comes again from there. */
const handle = async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const { dynamodb } of Records) {
    const item = dynamodb?.NewImage as Written | undefined;
    if (!item) continue;
    try {
      await tell(voice, item);
    } catch (error) {
      const { name, message } = error as Error;
      console.warn({ msg: "not told", error: name, reason: message.slice(0, 300) });
      return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? "" }] };
    }
  }
  return { batchItemFailures: [] };
};

export const handler = shell(handle);
