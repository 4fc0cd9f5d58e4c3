import type { Permission } from "../aws/operations.ts";
import { modeFor, type Settings } from "../baseline/settings.ts";
import type { StreamSettings } from "../baseline/stream-settings.ts";
import { detections } from "../detections/index.ts";
import type { FunctionName } from "../response/rights.ts";

/** What a permission is granted on: CloudFormation for the ARNs behind each kind of resource. */
export interface Grant {
  readonly permission: Permission;
  readonly name: FunctionName;
  readonly settings: Settings;
  /** It is the write of an action, so that it is granted only where something may be enforced. */
  readonly enforces: boolean;
}

export const sub = (text: string) => ({ "Fn::Sub": text });
export const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

/** The queue that each function reads, and those that it sends to. */
const queues: Readonly<Record<FunctionName, { readonly reads?: string; readonly sends: readonly string[] }>> = {
  detect: { reads: "Events", sends: ["IdentityFindings", "ResourceFindings", "TellBy", "Unreadable"] },
  sweep: { sends: ["IdentityFindings", "ResourceFindings", "TellBy", "Unreadable"] },
  contain: { reads: "IdentityFindings", sends: ["IdentityFindings", "Unreadable"] },
  restore: { reads: "ResourceFindings", sends: ["ResourceFindings", "Unreadable"] },
  operate: { sends: ["IdentityFindings", "ResourceFindings"] },
  notify: { reads: "TellBy", sends: [] },
};
export const queueReadBy = (name: FunctionName): string | undefined => queues[name].reads;

const mayBeEnforced = (settings: Settings, { mode }: StreamSettings): boolean =>
  detections.some(({ id }) => modeFor(settings, id, mode) !== "observe");

/** Whether anything may ever be changed under these settings. If not, no function gets a right to. */
export const mayEnforce = (settings: Settings): boolean =>
  settings.streams.some((stream) => mayBeEnforced(settings, stream));

/** A key that was declared by its ARN may stand in another account. */
const keyElsewhere = (key: string | undefined): readonly object[] => (key?.includes(":key/") ? [sub(key)] : []);

/** The ARNs of one kind of resource that a permission is granted on. */
export const arnsOf = (kind: string, { permission, name, settings, enforces }: Grant): readonly object[] => {
  const streams = settings.streams.filter((stream) => !enforces || mayBeEnforced(settings, stream));
  switch (kind) {
    case "kinesis:stream":
      return streams.map((stream) =>
        sub(`arn:\${AWS::Partition}:kinesis:\${AWS::Region}:\${AWS::AccountId}:stream/${stream.name}`),
      );
    case "kinesis:consumer":
      return streams.map((stream) =>
        sub(`arn:\${AWS::Partition}:kinesis:\${AWS::Region}:\${AWS::AccountId}:stream/${stream.name}/consumer/*`),
      );
    // A channel's ARN does not say which stream it copies.
    case "kinesis:channel":
      return streams.length > 0
        ? [sub("arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:channel/*")]
        : [];
    case "kms:key":
      return [
        sub("arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*"),
        ...streams.flatMap(({ encryption }) => keyElsewhere(encryption?.key)),
      ];
    case "iam:user":
      return [sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*")];
    case "iam:role":
      return [sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*")];
    case "iam:group":
      return [sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:group/*")];
    // AWS's own policies can be read by anybody, and changed by nobody.
    case "iam:policy":
      return [
        sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/*"),
        ...(enforces ? [] : [sub("arn:${AWS::Partition}:iam::aws:policy/*")]),
      ];
    case "dynamodb:table":
      return [arnOf("Ledger")];
    case "sqs:queue": {
      const { reads, sends } = queues[name];
      return (permission.startsWith("sqs:SendMessage") ? sends : reads === undefined ? [] : [reads]).map(arnOf);
    }
    case "sns:topic":
      return [{ Ref: "OnCallTopic" }, ...(settings.notify.chat ? [{ Ref: "ChatTopic" }] : [])];
    case "securityhub:product":
      // The product that stands for the account itself. Source: Security Hub User Guide, "Using BatchImportFindings".
      return [
        sub("arn:${AWS::Partition}:securityhub:${AWS::Region}:${AWS::AccountId}:product/${AWS::AccountId}/default"),
      ];
    case "events:event-bus":
      return [sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default")];
    default:
      throw new Error(`no ARN is known for resources of the kind ${kind}`);
  }
};
