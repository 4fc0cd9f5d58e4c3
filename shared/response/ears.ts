import type { Call, Permission } from "../aws/operations.ts";
import type { AnyAlarm } from "../detections/alarm.ts";
import type { Ledger } from "../ledger/table.ts";
import type { Aside } from "../queue/set-aside.ts";
import type { Watch } from "./activities.ts";

/** What hearing events needs besides judging. */
export interface Ears<R extends Permission> extends Watch<R> {
  readonly alarms: readonly AnyAlarm[];
  readonly ledger: Ledger<
    | "dynamodb:BatchGetItem"
    | "dynamodb:GetItem"
    | "dynamodb:PutItem"
    | "dynamodb:Query"
    | "dynamodb:TransactWriteItems"
    | "dynamodb:UpdateItem"
  >;
  readonly send: Call<"sqs:SendMessage" | "sqs:SendMessageBatch">;
  readonly aside: Aside;
  /** The URLs of the queues to contain, to restore, and (delayed) to notify. */
  readonly queues: { readonly identity: string; readonly resource: string; readonly tellBy: string };
  /** The actions that change identities; all others change resources. */
  readonly identityActions: readonly string[];
  /** The ARNs of the roles that our functions run under. */
  readonly ownRoles: readonly string[];
}

/** What became of a message. */
export interface Heard {
  readonly became:
    | "unreadable"
    | "own call"
    | "nothing found"
    | "incident opened"
    | "joined an incident"
    | "known already"
    | "not judged";
  /** CloudTrail's id of the event; EventBridge's, where it was an alarm's. */
  readonly eventID?: string;
}
