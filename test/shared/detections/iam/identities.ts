import type { Settings } from "../../../../shared/baseline/settings.ts";
import type { ApiCall } from "../../../../shared/cloudtrail/api-call.ts";
import type { AnyActivity } from "../../../../shared/detections/activity.ts";
import { readMessage } from "../../../../shared/response/message-event.ts";
import { callOf, envelope, home, identities, record } from "../../records.ts";
import { watchAs } from "../kinesis/activities.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A successful call of IAM's, by alice with her key. */
export const iamCall = (eventName: string, requestParameters: Fields | null, changes: Fields = {}): ApiCall =>
  callOf({ eventSource: "iam.amazonaws.com", eventName, requestParameters, resources: null, ...changes });

export const root: Fields = {
  type: "Root",
  principalId: home.account,
  arn: `arn:aws:iam::${home.account}:root`,
  accountId: home.account,
};

/** Alice in the console. */
export const inConsole: Fields = { ...identities.user, accessKeyId: "" };

export const roleOf = (name: string, session = "build"): Fields =>
  identities.roleSession(`arn:aws:iam::${home.account}:role/${name}`, session);

export const userNamed = (name: string) => ({
  type: "AWS::IAM::User",
  id: `arn:aws:iam::${home.account}:user/${name}`,
});

export const denied = { errorCode: "AccessDenied", errorMessage: "no" };

/** An activity in an account with one protected stream. */
export const watch = (
  activity: AnyActivity,
  said: Partial<Settings> = {},
  keys: Readonly<Record<string, readonly string[]>> = {},
) => watchAs(activity, [{ name: "orders" }], said, keys);

/** The call that an event of the bus stands for. */
export const callIn = (event: Fields): ApiCall => {
  const read = readMessage(JSON.stringify(event));
  if (!read.ok) throw new Error(read.problem);
  if (!("call" in read)) throw new Error("this is no call");
  return read.call;
};

export const signIn = (detail: Fields, detailType = "AWS Console Sign In via CloudTrail"): ApiCall =>
  callIn(
    envelope(
      record({
        eventSource: "signin.amazonaws.com",
        eventName: "ConsoleLogin",
        eventType: "AwsConsoleSignIn",
        requestParameters: null,
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: { MobileVersion: "No", MFAUsed: "No" },
        userIdentity: inConsole,
        resources: null,
        ...detail,
      }),
      { source: "aws.signin", "detail-type": detailType },
    ),
  );
