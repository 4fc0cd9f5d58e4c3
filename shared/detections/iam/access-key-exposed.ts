import { type Step, step } from "../../actions/action.ts";
import { deactivateAccessKey } from "../../actions/iam/deactivate-access-key.ts";
import { denyRoleSession } from "../../actions/iam/deny-role-session.ts";
import { denyUser } from "../../actions/iam/deny-user.ts";
import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { textOf } from "../../cloudtrail/parameters.ts";
import { identityId, types } from "../../resources/iam/name.ts";
import { isQuarantine } from "../../resources/iam/own-marks.ts";
import type { Home } from "../../resources/resource.ts";
import { activity, type Facts, type Suspicion } from "../activity.ts";
import { accountOf } from "../kinesis/account.ts";
import { userResource } from "./whose.ts";

/** From Medium on: what is Low is an attempt. Source: GuardDuty User Guide, "Severity levels". */
const leastSeverity = 4;

/** A user whose key leaked: the key, and all that was made from it. */
const ofUser = (userName: string, accessKeyIds: readonly string[], said: string, home: Home): Suspicion => {
  const resource = userResource(userName, home);
  const userArn = resource.id;
  const keys = accessKeyIds.filter((id) => id.startsWith("AKIA"));
  const steps: readonly Step[] = [
    ...keys.map((accessKeyId) => step(deactivateAccessKey, { userName, accessKeyId, userArn })),
    step(denyUser, { userName, userArn, way: "boundary" as const }),
  ];
  const evidence = `${said}: the user ${userName}${keys.length > 0 ? `, key ${keys.join(", ")}` : ""}.`;
  const advice = `Make ${userName} a new key once it is known how this one got out, and look at what it was used for.`;
  return { evidence, resource, confidence: "High", evict: false, blames: false, steps, advice };
};

/** Nobody is known to have the key: it may be another account's, or have been deleted. */
const ofNobody = (said: string, home: Home, advice: string): Suspicion => ({
  evidence: `${said}.`,
  resource: accountOf(home),
  confidence: "High",
  evict: false,
  advice,
});

const health = async (call: ApiCall, { home, ownerOf }: Facts): Promise<readonly Suspicion[]> => {
  const ids = [call.request["accessKeyIds"]].flat().flatMap((id) => textOf(id) ?? []);
  const said = "AWS Health says that an access key has become public";
  return Promise.all(
    ids.map(async (id) => {
      const owner = await ownerOf(id);
      const advice = `Find out whose key ${id} is, and deactivate it.`;
      return owner ? ofUser(owner, [id], said, home) : ofNobody(`${said}: ${id}`, home, advice);
    }),
  );
};

const guardDuty = ({ request, name }: ApiCall, { home }: Facts): readonly Suspicion[] => {
  const said = `GuardDuty says ${name}`;
  const [userName = "", userType, principalId] = ["userName", "userType", "principalId"].map((key) =>
    textOf(request[key]),
  );
  const key = textOf(request["accessKeyId"]);
  if (userType === "IAMUser" && userName) return [ofUser(userName, key ? [key] : [], said, home)];
  if (userType === "AssumedRole" && userName && principalId?.startsWith("AROA")) {
    const id = identityId("role", userName, home);
    const params = { roleName: userName, roleArn: id, userId: principalId };
    return [
      {
        evidence: `${said}: a session of the role ${userName}.`,
        resource: { type: types.role, id },
        confidence: "High",
        evict: false,
        steps: [step(denyRoleSession, params)],
      },
    ];
  }
  return [
    ofNobody(
      `${said}: ${userName || "nobody that is named"}`,
      home,
      "Look at the finding in GuardDuty: nothing here can be taken from them.",
    ),
  ];
};

/** AWS attaches such a policy to a user whose key it has found; it denies nothing on streams. */
const isAttached = ({ service, name, request, error }: ApiCall): boolean =>
  service === "iam" &&
  name === "AttachUserPolicy" &&
  error === undefined &&
  isQuarantine(textOf(request["policyArn"]) ?? "");

const isSaid = ({ service, name, request }: ApiCall): boolean =>
  (service === "health" && name.startsWith("AWS_RISK_CREDENTIALS_EXPOS")) ||
  (service === "guardduty" && request["archived"] !== true && Number(request["severity"]) >= leastSeverity);

export const accessKeyExposed = activity({
  id: "access-key-exposed",
  title: "A credential is known to be in the wrong hands",
  why: "AWS has found the key in public, or in use by somebody who should not have it. What AWS itself does about it, a quarantine policy, denies nothing on streams: until somebody takes the key away, it reads them.",
  severity: "Critical",
  attack: ["T1552", "T1078.004"],
  controls: [],
  blindSpots:
    "Keys that AWS does not find. Without GuardDuty in the Region only what AWS Health says, and the quarantine policies that AWS attaches.",
  watched:
    "AWS Health's `AWS_RISK_CREDENTIALS_EXPOSED`, findings of GuardDuty about access keys, and policies `AWSCompromisedKeyQuarantine…` that are attached to a user",
  hears: [
    {
      id: "exposed-keys",
      global: true,
      what: "Access keys that AWS has found in public",
      pattern: {
        source: ["aws.health"],
        "detail-type": ["AWS Health Event"],
        detail: { eventTypeCode: [{ prefix: "AWS_RISK_CREDENTIALS_EXPOS" }] },
      },
    },
    {
      id: "guard-duty",
      what: "What GuardDuty finds out about access keys",
      pattern: {
        source: ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        detail: { resource: { resourceType: ["AccessKey"] } },
      },
    },
  ],
  services: ["health", "guardduty"],
  watches: (call, { home }) => call.account === home.account && (isSaid(call) || isAttached(call)),
  detect: async (call, facts) => {
    if (call.service === "health") return health(call, facts);
    if (call.service === "guardduty") return guardDuty(call, facts);
    const userName = textOf(call.request["userName"]);
    if (userName === undefined) return [];
    return [ofUser(userName, await facts.keysOf(userName), "A quarantine policy of AWS was attached", facts.home)];
  },
});
