import type { Permission } from "../aws/operations.ts";

/**
 * What each function may call besides what its detections and actions declare: its own table, queues and topic.
 * The type of the call that a function makes and its role in the template both come from here, so neither can have more
 * than the other.
 */
export const rights = {
  detect: ["dynamodb:GetItem", "dynamodb:PutItem", "sqs:SendMessage", "sqs:ChangeMessageVisibility"],
  contain: [
    "dynamodb:Query",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "sqs:SendMessage",
    "sqs:ChangeMessageVisibility",
  ],
  restore: [
    "dynamodb:Query",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "sqs:SendMessage",
    "sqs:ChangeMessageVisibility",
  ],
  notify: ["dynamodb:PutItem", "dynamodb:Query", "sns:Publish", "sqs:ChangeMessageVisibility"],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type FunctionName = keyof typeof rights;
export type Right<F extends FunctionName> = (typeof rights)[F][number];
