import { userOf } from "../cloudtrail/actor.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import { bagOf, textOf } from "../cloudtrail/parameters.ts";
import type { Hears } from "../detections/activity.ts";
import type { Made } from "../incident/made.ts";

/** What calls bring into being by which somebody can come back, or go on somewhere else. */

const text = (value: unknown): string => textOf(value) ?? "";

type Making = (call: ApiCall) => Omit<Made, "eventID" | "at"> | undefined;

const named =
  (what: string, field: string): Making =>
  ({ request }) =>
    text(request[field]) ? { what, name: text(request[field]) } : undefined;

const accessKey: Making = (call) => {
  const { accessKeyId, userName } = bagOf(call.response["accessKey"]);
  const key = {
    userName: textOf(userName) ?? textOf(call.request["userName"]) ?? userOf(call.actor) ?? "",
    accessKeyId: text(accessKeyId),
  };
  return key.accessKeyId && key.userName
    ? { what: "access key", name: `${key.accessKeyId} of ${key.userName}`, key }
    : undefined;
};

const roleSession: Making = ({ request, response }) => {
  const { arn, assumedRoleId } = bagOf(response["assumedRoleUser"]);
  const roleArn = text(request["roleArn"]);
  const session = { roleName: roleArn.slice(roleArn.lastIndexOf("/") + 1), roleArn, userId: text(assumedRoleId) };
  return text(arn) && roleArn ? { what: "session of a role", name: text(arn), session } : undefined;
};

const userSession: Making = (call) => {
  const userName = userOf(call.actor);
  return userName ? { what: "session of the user", name: userName, userSession: { userName } } : undefined;
};

const makings: Readonly<Record<string, Readonly<Record<string, Making>>>> = {
  iam: {
    CreateAccessKey: accessKey,
    CreateGroup: named("group", "groupName"),
    CreateLoginProfile: named("password of the user", "userName"),
    CreatePolicy: named("policy", "policyName"),
    CreatePolicyVersion: named("version of the policy", "policyArn"),
    CreateRole: named("role", "roleName"),
    CreateServiceSpecificCredential: named("credential of the user", "userName"),
    CreateUser: named("user", "userName"),
  },
  lambda: {
    CreateEventSourceMapping: named("event source mapping of the function", "functionName"),
    CreateFunction: named("function", "functionName"),
  },
  sts: { AssumeRole: roleSession, GetFederationToken: userSession, GetSessionToken: userSession },
};

/** Lambda's events carry the date of its API: `CreateFunction20150331`. */
const nameOf = ({ service, name }: ApiCall): string =>
  service === "lambda" ? name.replace(/\d{8}(v\d+)?$/, "") : name;

/** What a call has made, if it is such a one and succeeded. AWS services make sessions all day for themselves, and are not meant. */
export const madeBy = (call: ApiCall): Made | undefined => {
  const { actor, error, rehearsal, eventID, time } = call;
  const making = Object.hasOwn(makings, call.service) ? makings[call.service] : undefined;
  const name = nameOf(call);
  if (error || rehearsal || making === undefined || !Object.hasOwn(making, name)) return undefined;
  if (actor.credential.kind === "service" || actor.invokedBy !== undefined) return undefined;
  const made = making[name]?.(call);
  return made && { ...made, eventID, at: time };
};

/** The events of these calls that do not come anyway. Those of STS only read, by CloudTrail's account. */
export const madeHears: readonly Hears[] = [
  {
    id: "sessions",
    global: true,
    what: "Sessions that users and roles make",
    pattern: {
      source: ["aws.sts"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventName: Object.keys(makings["sts"] ?? {}),
        userIdentity: { type: ["IAMUser", "AssumedRole", "FederatedUser"] },
      },
    },
    reads: true,
  },
  {
    id: "functions",
    what: "Functions, and what invokes them",
    pattern: {
      source: ["aws.lambda"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: { eventName: Object.keys(makings["lambda"] ?? {}).map((prefix) => ({ prefix })) },
    },
  },
];
