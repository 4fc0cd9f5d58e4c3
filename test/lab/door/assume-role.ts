import { randomUUID } from "node:crypto";
import { writeRecord } from "../cloudtrail/record.ts";
import type { TrailRecord } from "../cloudtrail/types.ts";
import { mayAssume } from "./access/authorise.ts";
import { serviceCaller } from "./caller/caller.ts";
import { learnSession } from "./caller/sessions.ts";
import type { Behind } from "./handle.ts";
import type { Models } from "./request/model.ts";
import { findService } from "./request/service.ts";
import { type Call, ServiceError } from "./types.ts";
import { fieldsOf, textOf } from "./values.ts";

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/**
 * An AWS service takes on a role, as Lambda does for every function. The trust policy has to allow it. Throws ServiceError.
 * `record` is given the AssumeRole record, of type AWSService, whether it worked or not.
 */
export const assumeRoleFor = async (
  behind: Behind,
  models: Models,
  record: (record: TrailRecord) => void,
  service: string,
  roleArn: string,
  sessionName: string,
  region: string,
): Promise<TemporaryCredentials> => {
  const call = serviceCall(models, { RoleArn: roleArn, RoleSessionName: sessionName }, region);
  const caller = serviceCaller(service, roleArn.split(":")[4] ?? behind.account);
  const touched = { arns: [roleArn], streamName: undefined };
  const write = (outcome: Parameters<typeof writeRecord>[0]["outcome"]) =>
    record(writeRecord({ call, caller, sourceIp: service, outcome, touched, bytesOut: 0 }));
  try {
    await mayAssume(service, roleArn, behind.judge, call.time);
  } catch (error) {
    if (error instanceof ServiceError) write({ ok: false, code: error.code, message: error.message });
    throw error;
  }
  const outcome = await behind.moto.call("sts", "AssumeRole", call.input, region);
  write(outcome);
  if (!outcome.ok) throw new ServiceError(outcome.code, outcome.message);
  await learnSession(behind.sessions, behind.iam, call, undefined, outcome.output);
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = fieldsOf(outcome.output.Credentials);
  return {
    accessKeyId: textOf(AccessKeyId) ?? "",
    secretAccessKey: textOf(SecretAccessKey) ?? "",
    sessionToken: textOf(SessionToken) ?? "",
    expiration: Expiration instanceof Date ? Expiration : call.time,
  };
};

const serviceCall = (models: Models, input: Call["input"], region: string): Call => {
  const http = {
    method: "POST",
    url: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.alloc(0),
  };
  const scope = { accessKeyId: "", region, service: "sts", sessionToken: undefined };
  const service = findService(http, scope, models);
  return {
    id: randomUUID(),
    time: new Date(),
    http,
    scope,
    region,
    service,
    operation: "AssumeRole",
    input,
    rawPath: {},
  };
};
