import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

/** An event that AWS puts on the bus by itself: what AWS Health, GuardDuty or the console's sign-in tell. */
export interface Announcement {
  /** `aws.health` */
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
}

/** Puts it on the default bus of moto itself: the front door takes no events from `aws.*`. Throws when the bus refuses. */
export const announce = async (
  eventBridge: EventBridgeClient,
  { source, detailType, detail }: Announcement,
): Promise<void> => {
  const { FailedEntryCount } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [{ Source: source, DetailType: detailType, Detail: JSON.stringify(detail), Time: new Date() }],
    }),
  );
  if (FailedEntryCount) throw new Error(`The bus did not take an event of ${source}.`);
};
