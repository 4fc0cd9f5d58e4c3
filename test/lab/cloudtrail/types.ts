/** A value in a record. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Fields = Readonly<Record<string, Json>>;

/** A CloudTrail record, version 1.11. Source: CloudTrail User Guide, "CloudTrail record contents". */
export interface TrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: Fields;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Fields | null;
  readonly responseElements: Fields | null;
  readonly additionalEventData?: Fields;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly Fields[];
  readonly eventType: string;
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly sharedEventID?: string;
  readonly eventCategory: "Management" | "Data";
  readonly tlsDetails?: Fields;
}
