import { isDataEvent, isReadOnly } from "../cloudtrail/classify.ts";
import type { Happening } from "../cloudtrail/record.ts";
import { authorise, type Judge } from "./access/authorise.ts";
import { needsOf } from "./access/needs.ts";
import type { Remembered } from "./access/remembered.ts";
import { touchedBy } from "./access/touched.ts";
import type { Answers } from "./answers/types.ts";
import { authenticate, type Credentials, refuseBeyondSession } from "./caller/authenticate.ts";
import type { Caller } from "./caller/caller.ts";
import { learnSession } from "./caller/sessions.ts";
import { webIdentityCaller } from "./caller/web-identity.ts";
import type { Strike } from "./faults.ts";
import type { Moto } from "./moto.ts";
import { renderError } from "./reply/error.ts";
import { readOutcome } from "./reply/read.ts";
import { withRequestId } from "./reply/request-id.ts";
import { type Call, type Reply, ServiceError } from "./types.ts";

/** The rooms behind the door that a call passes through. */
export interface Behind extends Credentials {
  readonly moto: Moto;
  readonly judge: Judge;
  readonly remembered: Remembered;
  readonly answers: Readonly<Record<string, Answers>>;
  readonly strike: Strike;
  readonly ipOf: (accessKeyId: string | undefined) => string;
}

export interface Handled {
  readonly reply: Reply;
  /** What is to be recorded; a call of nobody known is not. */
  readonly happening: Happening | undefined;
}

/** Takes a call through the door: who, may they, what comes back. */
export const handle = async (call: Call, behind: Behind): Promise<Handled> => {
  const caller = await identify(call, behind);
  if (caller instanceof ServiceError)
    return { reply: withRequestId(call, renderError(call, caller)), happening: undefined };
  const sourceIp = behind.ipOf(caller.accessKeyId);
  const touched = await touchedBy(call, caller, await behind.iam.directory(), behind.judge.keys, behind.iam.keyOwner);
  const reply = withRequestId(call, await answered(call, caller, touched.arns, sourceIp, behind));
  const outcome = readOutcome(call, reply);
  if (outcome.ok) await learnSession(behind.sessions, behind.iam, call, caller, outcome.output);
  return { reply, happening: { call, caller, sourceIp, outcome, touched, bytesOut: reply.body.length } };
};

const identify = async (call: Call, behind: Behind): Promise<Caller | ServiceError> => {
  try {
    const caller = (await authenticate(call, behind)) ?? webIdentityCaller(call, behind.account);
    refuseBeyondSession(call, caller);
    return caller;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
};

const answered = async (
  call: Call,
  caller: Caller,
  arns: readonly string[],
  sourceIp: string,
  behind: Behind,
): Promise<Reply> => {
  const own = behind.answers[call.service.prefix];
  try {
    const needs = await needsOf(call, arns, caller.account, behind.judge.keys);
    await authorise(call, caller, needs, sourceIp, behind.judge);
    await behind.strike(call, caller);
    const reply = (await own?.answer?.(call, caller)) ?? (await forwarded(call, caller, behind));
    return (await own?.adjust?.(call, reply, caller)) ?? reply;
  } catch (error) {
    if (error instanceof ServiceError) return renderError(call, error);
    throw error;
  } finally {
    forgetAfter(call, behind);
  }
};

/** moto finds users by their long-term key, so calls with session tokens go on under the key these were asked for with. */
const forwarded = ({ http }: Call, { session }: Caller, { moto }: Behind): Promise<Reply> => {
  const { issuedWith, kind, accessKeyId } = session ?? {};
  if (!issuedWith || !accessKeyId || kind === "role") return moto.send(http);
  const authorization = http.headers.authorization?.replace(accessKeyId, issuedWith);
  return moto.send(authorization ? { ...http, headers: { ...http.headers, authorization } } : http);
};

/** After a write, what the door remembers of that service is no longer true; CloudFormation writes everywhere. */
const forgetAfter = ({ service: { prefix }, operation }: Call, { iam, remembered }: Behind): void => {
  if (isReadOnly(prefix, operation) || isDataEvent(prefix, operation)) return;
  const touched = prefix === "cloudformation" ? ["kinesis", "kms", "lambda", "s3", "sns", "sqs"] : [prefix];
  for (const service of touched) remembered.forget(service);
  if (prefix === "iam" || prefix === "cloudformation") iam.changed();
};
