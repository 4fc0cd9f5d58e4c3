import type { Permission } from "../aws/operations.ts";

/**
 * What each function may call besides what its detections and actions declare: its own table, queues and topic.
 * The type of the call that a function makes and its role in the template both come from here, so neither can have more
 * than the other.
 */
const ledger = [
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:TransactWriteItems",
  "dynamodb:UpdateItem",
] as const satisfies readonly Permission[];

const orders = [
  ...ledger,
  "sqs:SendMessage",
  "sqs:SendMessageBatch",
  "sqs:ChangeMessageVisibility",
] as const satisfies readonly Permission[];

const judging = [
  ...ledger,
  "iam:GetAccessKeyLastUsed",
  "iam:ListAccessKeys",
  "sqs:SendMessage",
  "sqs:SendMessageBatch",
] as const satisfies readonly Permission[];

export const rights = {
  detect: [...judging, "sqs:ChangeMessageVisibility"],
  sweep: judging,
  contain: orders,
  restore: orders,
  operate: ["dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem", "sqs:SendMessage"],
  notify: ["dynamodb:PutItem", "dynamodb:Query", "sns:Publish", "sqs:ChangeMessageVisibility"],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

/** What notify may call besides, under a setting of `notify` in lockkeeper.yml. */
export const notifyRights = {
  securityHub: ["securityhub:BatchImportFindings"],
  eventBus: ["events:PutEvents"],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type FunctionName = keyof typeof rights;

/** The functions that judge, and carry out nothing. */
export const judges: readonly FunctionName[] = ["detect", "sweep"];

export type Right<F extends FunctionName> = (typeof rights)[F][number];
export type NotifyRight = Right<"notify"> | (typeof notifyRights)[keyof typeof notifyRights][number];
