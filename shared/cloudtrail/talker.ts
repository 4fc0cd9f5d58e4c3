import type { ApiCall } from "./api-call.ts";

/** Somebody who handles the records of a resource, and how much of late. */
export interface Talker {
  /** The ARN of the user or role, or whatever comes nearest; a session counts as its role. */
  readonly principal: string;
  readonly calls: number;
  /** The last of the calls, as far as people may be told of it. */
  readonly last: Pick<ApiCall, "eventID" | "service" | "name" | "time" | "actor" | "sourceIp" | "userAgent">;
}
