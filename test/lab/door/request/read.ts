import { randomUUID } from "node:crypto";
import type { Call, HttpRequest, Scope, Service } from "../types.ts";
import { fieldsOf, parseFields } from "../values.ts";
import { decodeCbor } from "./cbor.ts";
import { type Models, shapeOf } from "./model.ts";
import { readQueryInput } from "./query.ts";
import { matchRoute, readRestInput } from "./rest.ts";
import { readScope } from "./scope.ts";
import { findService } from "./service.ts";
import { fromJson } from "./typed.ts";

type Read = Pick<Call, "operation" | "input" | "rawPath">;

/** Understands a request: who signed it, for which service, operation and input. */
export const readCall = (http: HttpRequest, models: Models, defaultRegion: string, now: Date): Call => {
  const scope = readScope(http);
  const service = findService(http, scope, models);
  const read = readOperation(withBucketInPath(http, service), service);
  const region = regionOf(service, scope, defaultRegion);
  return { id: randomUUID(), time: now, http, scope, region, service, ...read };
};

/** IAM is global and lives in us-east-1, whatever Region its callers sign with. */
const regionOf = (service: Service, scope: Scope | undefined, fallback: string): string =>
  service.prefix === "iam" ? "us-east-1" : (scope?.region ?? fallback);

const readOperation = (http: HttpRequest, service: Service): Read => {
  if (service.protocol === "json") return readJson(http, service);
  if (service.protocol === "query" || service.protocol === "ec2") return readQuery(http, service);
  if (service.protocol === "smithy-rpc-v2-cbor") return readCbor(http, service);
  const match = service.model && matchRoute(http, service.model);
  if (!match || !service.model)
    return { operation: `${http.method} ${http.url.split("?")[0]}`, input: {}, rawPath: {} };
  return { operation: match.operation.name, input: readRestInput(http, service.model, match), rawPath: match.path };
};

const readJson = ({ headers, body }: HttpRequest, { model }: Service): Read => {
  const operation = headers["x-amz-target"]?.split(".").at(-1) ?? "";
  const cbor = headers["content-type"]?.includes("cbor");
  const raw = cbor ? decodeCbor(body) : parseFields(body.toString("utf8"));
  const input = model ? fromJson(raw, model, shapeOf(model, model.operations[operation]?.input)) : raw;
  return { operation, input: fieldsOf(input), rawPath: {} };
};

const readQuery = ({ url, body }: HttpRequest, { model, protocol }: Service): Read => {
  const fields = new URLSearchParams(body.toString("utf8"));
  for (const [name, value] of new URL(url, "http://door").searchParams)
    if (!fields.has(name) && !name.startsWith("X-Amz-")) fields.append(name, value);
  const operation = fields.get("Action") ?? "";
  const shape = model && shapeOf(model, model.operations[operation]?.input);
  const input = model ? readQueryInput(fields, model, shape, protocol === "ec2") : Object.fromEntries(fields);
  return { operation, input, rawPath: {} };
};

const readCbor = ({ url, body }: HttpRequest, { model }: Service): Read => {
  const operation = url.split("?")[0]?.split("/").at(-1) ?? "";
  const raw = decodeCbor(body);
  const input = model ? fromJson(raw, model, shapeOf(model, model.operations[operation]?.input)) : raw;
  return { operation, input: fieldsOf(input), rawPath: {} };
};

/** S3 clients may put the bucket in the host name; routes are written with the bucket in the path. */
const withBucketInPath = (http: HttpRequest, service: Service): HttpRequest => {
  const bucket =
    service.prefix === "s3"
      ? /^([a-z0-9][a-z0-9.-]+)\.(?:localhost|s3[.-])/.exec(http.headers.host ?? "")?.[1]
      : undefined;
  return bucket === undefined ? http : { ...http, url: `/${bucket}${http.url}` };
};
