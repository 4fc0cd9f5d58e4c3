import { identityActions, resourceActions } from "lockkeeper:actions";
import { settings } from "lockkeeper:settings";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSEvent } from "aws-lambda";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import type { Written } from "../shared/ledger/table.ts";
import { eventBus } from "../shared/notice/channels/event-bus.ts";
import { securityHub } from "../shared/notice/channels/security-hub.ts";
import { chatTopic, onCallTopic } from "../shared/notice/channels/topics.ts";
import { tell, tellByNow, type Voice } from "../shared/notice/tell.ts";
import { eachMessage } from "../shared/queue/batch.ts";
import type { NotifyRight } from "../shared/response/rights.ts";
import { shell } from "./shell.ts";

/** The ledger's stream → messages: what is in the ledger is told. And, a minute after an incident opened, told however far it has come. */
const call: Call<NotifyRight> = caller({
  dynamodb: () => import("../shared/aws/dynamodb.ts"),
  events: () => import("../shared/aws/events.ts"),
  securityhub: () => import("../shared/aws/securityhub.ts"),
  sns: () => import("../shared/aws/sns.ts"),
  sqs: () => import("../shared/aws/sqs.ts"),
});
const voice: Voice = {
  channels: [
    onCallTopic(fromEnvironment("TOPIC"), call),
    ...(settings.notify.chat ? [chatTopic(fromEnvironment("CHAT_TOPIC"), call)] : []),
    ...(settings.notify.securityHub ? [securityHub(call)] : []),
    ...(settings.notify.eventBus ? [eventBus(call)] : []),
  ],
  ledger: { table: fromEnvironment("LEDGER"), call, now: () => new Date() },
  titles: [...identityActions, ...resourceActions],
  deployment: {
    stage: fromEnvironment("STAGE"),
    region: fromEnvironment("AWS_REGION"),
    account: fromEnvironment("ACCOUNT"),
  },
  looks: settings.recheckSeconds.length,
};

/** In order, up to the first that fails: Lambda comes again from there. */
const fromLedger = async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
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

const fromTellBy = eachMessage(
  async ({ body }) => {
    const { incident } = JSON.parse(body) as { readonly incident?: unknown };
    await tellByNow(voice, String(incident));
  },
  { queue: fromEnvironment("TELL_BY_QUEUE"), receives: Number(fromEnvironment("RECEIVES")), call },
);

const isFromQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
  event.Records.some((record) => "messageId" in record);

export const handler = shell((event: DynamoDBStreamEvent | SQSEvent) =>
  isFromQueue(event) ? fromTellBy(event) : fromLedger(event),
);
