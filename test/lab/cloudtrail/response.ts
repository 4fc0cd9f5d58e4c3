import { shapeOf } from "../door/request/model.ts";
import type { Call, Input } from "../door/types.ts";
import { isDataEvent, isReadOnly } from "./classify.ts";
import { spellFields } from "./spelling.ts";
import type { Fields, Json } from "./types.ts";

/** Parts of an answer that never reach a record. */
const left: Readonly<Record<string, readonly string[]>> = {
  "kms:CreateGrant": ["grantToken"],
  "kms:ScheduleKeyDeletion": ["pendingWindowInDays"],
};

/** Data events whose answer is logged. */
const loggedData = new Set(["sns:Publish", "sqs:SendMessage"]);

/** `responseElements`: what a write answered; null for reads, for data events, and when nothing came back. */
export const responseElements = (call: Call, output: Input): Fields | null => {
  const { service, operation } = call;
  const name = `${service.prefix}:${operation}`;
  const isCredentials = /^sts:(AssumeRole|GetSessionToken|GetFederationToken)/.test(name);
  if (service.model === undefined || service.prefix === "s3") return null;
  if (isReadOnly(service.prefix, operation) && !isCredentials) return null;
  if (isDataEvent(service.prefix, operation) && !loggedData.has(name)) return null;
  const shape = shapeOf(service.model, service.model.operations[operation]?.output);
  const how = { model: service.model, ec2: service.protocol === "ec2", secret: undefined };
  const fields: Record<string, Json> = { ...spellFields(output, shape, how) };
  for (const gone of left[name] ?? []) delete fields[gone];
  if (isCredentials && call.input.Policy === undefined && call.input.PolicyArns === undefined)
    delete fields.packedPolicySize;
  if (Object.keys(fields).length === 0 && service.protocol !== "ec2") return null;
  return service.protocol === "ec2" ? { requestId: call.id, ...fields } : fields;
};
