import * as v from "valibot";
import { around } from "./bus-event.ts";

/**
 * A CloudTrail record and the EventBridge envelope around it, as far as this program reads them. Everything that a real
 * record may lack is optional: `requestParameters` is null on most denials, `userIdentity` can be null or empty, and
 * services leave out what does not apply. Source: AWS, "CloudTrail record contents" and "userIdentity element".
 */
const text = v.string();
const maybe = <S extends v.GenericSchema>(schema: S) => v.nullish(schema);

const sessionContext = v.looseObject({
  sessionIssuer: maybe(
    v.looseObject({
      type: maybe(text),
      principalId: maybe(text),
      arn: maybe(text),
      accountId: maybe(text),
      userName: maybe(text),
    }),
  ),
  attributes: maybe(
    v.looseObject({ creationDate: maybe(text), mfaAuthenticated: maybe(v.union([text, v.boolean()])) }),
  ),
  ec2RoleDelivery: maybe(text),
  sourceIdentity: maybe(text),
});

const userIdentity = v.looseObject({
  type: maybe(text),
  principalId: maybe(text),
  arn: maybe(text),
  accountId: maybe(text),
  accessKeyId: maybe(text),
  userName: maybe(text),
  invokedBy: maybe(text),
  sessionContext: maybe(sessionContext),
  onBehalfOf: maybe(v.looseObject({ userId: maybe(text), identityStoreArn: maybe(text) })),
});
export type UserIdentity = v.InferOutput<typeof userIdentity>;

export const record = v.looseObject({
  eventID: v.pipe(text, v.nonEmpty("a text that is not empty")),
  eventName: v.pipe(text, v.nonEmpty("a text that is not empty")),
  eventSource: v.pipe(text, v.nonEmpty("a text that is not empty")),
  eventTime: v.pipe(text, v.isoTimestamp("a time in ISO 8601")),
  awsRegion: maybe(around.region),
  userIdentity: maybe(userIdentity),
  sourceIPAddress: maybe(text),
  userAgent: maybe(text),
  errorCode: maybe(text),
  errorMessage: maybe(text),
  requestID: maybe(text),
  requestParameters: maybe(v.unknown()),
  responseElements: maybe(v.unknown()),
  additionalEventData: maybe(v.unknown()),
  resources: maybe(v.array(v.looseObject({ ARN: maybe(text), type: maybe(text), accountId: maybe(text) }))),
  recipientAccountId: maybe(around.account),
  readOnly: maybe(v.union([text, v.boolean()])),
  managementEvent: maybe(v.union([text, v.boolean()])),
  eventCategory: maybe(text),
});
export type CloudTrailRecord = v.InferOutput<typeof record>;

/** AWS writes the event of a sign-in in two ways. Source: EventBridge Events Reference, "AWS events delivered via AWS CloudTrail"; AWS Sign-In User Guide. */
export const signInTypes = ["AWS Console Sign In via CloudTrail", "AWS Console Signin via CloudTrail"] as const;
const detailTypes = ["AWS API Call via CloudTrail", ...signInTypes] as const;

export const envelope = v.looseObject({
  "detail-type": v.picklist(detailTypes),
  ...around,
  detail: record,
});
