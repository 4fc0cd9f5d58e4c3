import type { _Record } from "@aws-sdk/client-dynamodb-streams";

/** A change of a table as Lambda hands it to a function. Source: Lambda Developer Guide, "Using Lambda with DynamoDB". */
export interface StreamRecord {
  readonly eventID: string | undefined;
  readonly eventName: string | undefined;
  readonly eventVersion: string | undefined;
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
    readonly SequenceNumber: string;
    readonly Keys?: unknown;
    readonly NewImage?: unknown;
    readonly OldImage?: unknown;
    readonly SizeBytes?: number;
    readonly StreamViewType?: string;
  };
  readonly userIdentity?: { readonly type: string | undefined; readonly principalId: string | undefined };
  readonly eventSourceARN: string;
}

export const recordOf = (record: _Record, eventSourceARN: string, awsRegion: string): StreamRecord => {
  const { ApproximateCreationDateTime, SequenceNumber = "", ...change } = record.dynamodb ?? {};
  const user = record.userIdentity;
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: "aws:dynamodb",
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
      SequenceNumber,
      ...mapped(change),
    },
    ...(user && { userIdentity: { type: user.Type, principalId: user.PrincipalId } }),
    eventSourceARN,
  };
};

/** Binary attributes reach a function as base64. */
const withBase64 = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(withBase64);
  return typeof value === "object" && value !== null ? mapped(value) : value;
};

const mapped = (object: object): Readonly<Record<string, unknown>> => {
  const entries = Object.entries(object).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withBase64(item)]));
};
