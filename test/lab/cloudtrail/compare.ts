import { readFileSync } from "node:fs";
import type { Caller } from "../door/caller/caller.ts";
import { findModels } from "../door/request/find-models.ts";
import { loadModels, type Model, type Shape, shapeOf } from "../door/request/model.ts";
import { findService } from "../door/request/service.ts";
import type { Call } from "../door/types.ts";
import { type Fields, fieldsOf, isFields, listOf, parseFields, textOf } from "../door/values.ts";
import { writeRecord } from "./record.ts";
import type { TrailRecord } from "./types.ts";

/**
 * Compares the lab's records with real ones, by hand: `node compare.ts PYTHON FILE…`, each file one CloudTrail record. From
 * every record the call is built again, the lab writes its record of it, and the differences in fields and types are printed.
 */
const [python = "", ...files] = process.argv.slice(2);
const models = loadModels(findModels(python));

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A recorded value back in the names and types of the API. */
const unspell = (value: unknown, model: Model, shape: Shape | undefined): unknown => {
  if (value === null || value === undefined || shape === undefined) return value;
  if (shape.type === "timestamp") return new Date(Date.parse(textOf(value) ?? "") || 0);
  if (shape.type === "list") {
    const items = Array.isArray(value) ? value : fieldsOf(value).items;
    return (Array.isArray(items) ? items : []).map((item) => unspell(item, model, shapeOf(model, shape.member)));
  }
  if (!isFields(value) || shape.type !== "structure") return value;
  return unspellFields(value, model, shape);
};

const unspellFields = (value: Fields, model: Model, shape: Shape | undefined): Fields =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const member = Object.entries(shape?.members ?? {}).find(
        ([own, { locationName }]) => lowerFirst(own) === name || locationName === name || `_${locationName}` === name,
      );
      return member ? [[member[0], unspell(item, model, shapeOf(model, member[1]))]] : [];
    }),
  );

const callerTypes = ["Root", "IAMUser", "AssumedRole", "FederatedUser", "WebIdentityUser"] as const;

const callerOf = (real: Fields): Caller => {
  const who = fieldsOf(real.userIdentity);
  const account = textOf(real.recipientAccountId) ?? textOf(who.accountId) ?? "";
  const context = fieldsOf(who.sessionContext);
  const issuer = fieldsOf(context.sessionIssuer);
  const attributes = fieldsOf(context.attributes);
  const none = { principalArn: "", names: [], tags: {}, claims: {}, identity: [], boundary: undefined };
  return {
    ...none,
    type: callerTypes.find((type) => type === who.type) ?? "AWSService",
    arn: textOf(who.arn) ?? textOf(who.invokedBy) ?? "",
    userId: textOf(who.principalId) ?? "",
    account,
    accessKeyId: textOf(who.accessKeyId),
    userName: textOf(who.userName),
    issuer: textOf(issuer.arn)
      ? { id: textOf(issuer.principalId) ?? "", arn: textOf(issuer.arn) ?? "", name: textOf(issuer.userName) ?? "" }
      : undefined,
    session: isFields(who.sessionContext)
      ? {
          kind: "role",
          accessKeyId: "",
          token: "",
          account,
          name: "",
          roleArn: undefined,
          userName: undefined,
          issuedWith: undefined,
          issuedAt: new Date(textOf(attributes.creationDate) ?? 0),
          expiresAt: new Date(0),
          policies: [],
          sourceIdentity: undefined,
          mfa: attributes.mfaAuthenticated === "true",
          tags: {},
        }
      : undefined,
  };
};

const callOf = (real: Fields): Call | undefined => {
  const source = textOf(real.eventSource)?.split(".")[0] ?? "";
  const region = textOf(real.awsRegion) ?? "";
  const http = {
    method: "POST",
    url: "/",
    headers: { "user-agent": textOf(real.userAgent) ?? "" },
    body: Buffer.alloc(0),
  };
  const scope = { accessKeyId: "", region, service: source, sessionToken: undefined };
  const service = findService(http, scope, models);
  const operation = textOf(real.eventName)?.replace(/\d{8}(v2)?$/, "") ?? "";
  const { model } = service;
  if (!model?.operations[operation]) return undefined;
  const recorded = fieldsOf(real.requestParameters);
  const input = unspellFields(recorded, model, shapeOf(model, model.operations[operation]?.input));
  const id = textOf(real.requestID) ?? "";
  const time = new Date(textOf(real.eventTime) ?? 0);
  const own = source === "s3" ? { Bucket: recorded.bucketName } : input;
  return { id, time, http, scope, region, service, operation, input: own, rawPath: {} };
};

const again = (real: Fields, call: Call): TrailRecord => {
  const { model } = call.service;
  const shape = model && shapeOf(model, model.operations[call.operation]?.output);
  const output = model ? unspellFields(fieldsOf(real.responseElements), model, shape) : {};
  const named = listOf(real.resources).flatMap(({ ARN }) => textOf(ARN) ?? []);
  const streamName = named.map((arn) => /^arn:aws:kinesis:[^:]*:([^:]+):stream\/null$/.exec(arn)?.[1]).find(Boolean);
  const code = textOf(real.errorCode)?.replace("Client.", "");
  return writeRecord({
    call,
    caller: callerOf(real),
    sourceIp: textOf(real.sourceIPAddress) ?? "",
    outcome: code === undefined ? { ok: true, output } : { ok: false, code, message: textOf(real.errorMessage) ?? "" },
    touched: { arns: named.filter((arn) => !arn.endsWith(":stream/null")), streamName },
    bytesOut: 0,
  });
};

const kindOf = (value: unknown) => (value === null ? "null" : Array.isArray(value) ? "list" : typeof value);

/** Paths that one of the values has and the other has not, or that differ in type. */
const differences = (real: unknown, ours: unknown, path: string): string[] => {
  if (kindOf(real) !== kindOf(ours)) return [`${path}: real ${kindOf(real)}, ours ${kindOf(ours)}`];
  if (typeof real !== "object" || real === null || typeof ours !== "object" || ours === null) return [];
  const [left, right] = [new Map(Object.entries(real)), new Map(Object.entries(ours))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) =>
    differences(left.get(name), right.get(name), `${path}.${name}`),
  );
};

for (const file of files) {
  const read = parseFields(readFileSync(file, "utf8"));
  const real = isFields(read.detail) ? read.detail : read;
  const call = callOf(real);
  const found = call ? differences(real, again(real, call), "") : ["not a call that the door knows"];
  console.log(`${file.split("/").at(-1)}: ${found.length === 0 ? "same" : `\n  ${found.join("\n  ")}`}`);
}
