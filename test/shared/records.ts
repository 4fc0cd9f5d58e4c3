import type { Settings } from "../../shared/baseline/settings.ts";
import { type ApiCall, readEvent } from "../../shared/cloudtrail/api-call.ts";
import { streamId } from "../../shared/resources/kinesis/stream-id.ts";

/** Records as CloudTrail writes them, with made-up identifiers. */

export const home = { account: "123456789012", region: "us-east-1" };
export const otherAccount = "210987654321";
export const orders = streamId("orders", home.account, home.region);

/** Settings as they are when the file says only this. */
export const settingsOf = (said: Partial<Settings> = {}): Settings => ({
  mode: "observe",
  streams: [],
  detections: {},
  operators: [],
  protectedPrincipals: [],
  deployers: [],
  backlogMinutes: 15,
  evictConfidence: "Medium",
  reversalsPerDay: 5,
  budgets: { principal: 5, resource: 6, account: 20 },
  approvalHours: 4,
  recheckSeconds: [5, 30, 120, 600],
  exemptions: [],
  notify: { chat: false, securityHub: false, eventBus: false },
  ...said,
});

type Fields = Readonly<Record<string, unknown>>;

const user = {
  type: "IAMUser",
  principalId: "AIDAEXAMPLEEXAMPLE000",
  arn: `arn:aws:iam::${home.account}:user/alice`,
  accountId: home.account,
  accessKeyId: "AKIAEXAMPLEEXAMPLE00",
  userName: "alice",
};

const roleSession = (roleArn: string, sessionName: string): Fields => {
  const [, path = ""] = roleArn.split(":role/");
  const roleName = path.slice(path.lastIndexOf("/") + 1);
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLEEXAMPLE000:${sessionName}`,
    arn: `arn:aws:sts::${home.account}:assumed-role/${roleName}/${sessionName}`,
    accountId: home.account,
    accessKeyId: "ASIAEXAMPLEEXAMPLE00",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLEEXAMPLE000",
        arn: roleArn,
        accountId: home.account,
        userName: roleName,
      },
      attributes: { creationDate: "2026-09-19T09:00:00Z", mfaAuthenticated: "false" },
    },
  };
};

/** `userIdentity` in some of its shapes. */
export const identities = { user, roleSession };

/** The record of a successful call by the key of a user; `changes` go over it. */
export const record = (changes: Fields = {}): Fields => ({
  eventVersion: "1.11",
  userIdentity: user,
  eventTime: "2026-09-19T11:31:50Z",
  eventSource: "kinesis.amazonaws.com",
  eventName: "StopStreamEncryption",
  awsRegion: home.region,
  sourceIPAddress: "192.0.2.10",
  userAgent: "aws-cli/2.36.28",
  requestParameters: { encryptionType: "KMS", keyId: "alias/orders", streamARN: orders },
  responseElements: null,
  requestID: "11111111-2222-3333-4444-555555555555",
  eventID: "66666666-7777-8888-9999-000000000000",
  readOnly: false,
  resources: [{ accountId: home.account, type: "AWS::Kinesis::Stream", ARN: orders }],
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: home.account,
  eventCategory: "Management",
  ...changes,
});

/** The EventBridge event around a record. */
export const envelope = (detail: unknown, changes: Fields = {}): Fields => ({
  version: "0",
  id: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.kinesis",
  account: home.account,
  time: "2026-09-19T11:31:50Z",
  region: home.region,
  resources: [],
  detail,
  ...changes,
});

/** The call that an event with this record tells of. */
export const callOf = (changes: Fields = {}): ApiCall => {
  const read = readEvent(JSON.stringify(envelope(record(changes))));
  if (!read.ok) throw new Error(read.problem);
  return read.call;
};
