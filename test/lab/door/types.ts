import type { Model } from "./request/model.ts";

/** One AWS service as the door knows it. */
export interface Service {
  /** The prefix of its IAM actions: `kinesis`, `cloudwatch`, `states`. */
  readonly prefix: string;
  /** The prefix of its CloudTrail event source: `kinesis`, `monitoring`. */
  readonly source: string;
  readonly protocol: Protocol;
  readonly model: Model | undefined;
}

export type Protocol = "json" | "query" | "ec2" | "rest-json" | "rest-xml" | "smithy-rpc-v2-cbor";

export type Input = Readonly<Record<string, unknown>>;

/** What the credential scope of a SigV4 signature says. */
export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly sessionToken: string | undefined;
}

/** A request as it came in. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request that has been understood. */
export interface Call {
  /** The request id that the client and CloudTrail get. */
  readonly id: string;
  readonly time: Date;
  readonly http: HttpRequest;
  readonly scope: Scope | undefined;
  readonly region: string;
  readonly service: Service;
  readonly operation: string;
  readonly input: Input;
  /** Path parameters as they stood in the URL, percent-encoding and all. */
  readonly rawPath: Readonly<Record<string, string>>;
}

/** An HTTP answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** An error that AWS would answer with; the door renders it in the protocol of the call. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.status = status;
  }
}
