import type { HttpRequest, Protocol, Scope, Service } from "../types.ts";
import type { Models } from "./model.ts";

/** Services whose model, IAM prefix or event source differs from the name they sign with. */
const names: Readonly<Record<string, { model?: string; prefix?: string; source?: string }>> = {
  monitoring: { model: "cloudwatch", prefix: "cloudwatch" },
  states: { model: "stepfunctions" },
  email: { model: "ses", prefix: "ses", source: "ses" },
  ses: { model: "sesv2" },
  elasticloadbalancing: { model: "elbv2" },
  cloudcontrolapi: { model: "cloudcontrol", prefix: "cloudformation", source: "cloudcontrolapi" },
  "access-analyzer": { model: "accessanalyzer" },
  eventbridge: { model: "events", prefix: "events", source: "events" },
  tagging: { model: "resourcegroupstaggingapi", prefix: "tag" },
};

/** Finds the service that a request is for: mostly by the name it was signed with. */
export const findService = (http: HttpRequest, scope: Scope | undefined, models: Models): Service => {
  const signed = scope?.service ?? unsignedService(http);
  const known = names[signed] ?? {};
  const model = models(modelName(signed, known.model, http));
  return {
    prefix: known.prefix ?? signed,
    source: known.source ?? signed,
    protocol: protocolOf(http, model?.metadata.protocol),
    model,
  };
};

const modelName = (signed: string, known: string | undefined, { headers, url }: HttpRequest): string => {
  const target = headers["x-amz-target"] ?? "";
  if (signed === "dynamodb" && target.startsWith("DynamoDBStreams")) return "dynamodbstreams";
  if (signed === "s3" && url.startsWith("/v20180820/")) return "s3control";
  if (signed === "apigateway" && url.startsWith("/v2/")) return "apigatewayv2";
  return known ?? signed;
};

/** The only calls that AWS takes unsigned and the door knows are those that trade a token for credentials. */
const unsignedService = ({ body }: HttpRequest): string =>
  /Action=AssumeRoleWith(WebIdentity|SAML)\b/.test(body.subarray(0, 10_000).toString("latin1")) ? "sts" : "s3";

const protocols: readonly Protocol[] = ["json", "query", "ec2", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"];

/** A service may speak several protocols at once; the request shows which one its client took. */
const protocolOf = ({ headers }: HttpRequest, modelled: string | undefined): Protocol => {
  if (headers["smithy-protocol"] === "rpc-v2-cbor") return "smithy-rpc-v2-cbor";
  if (headers["x-amz-target"] !== undefined) return "json";
  if (modelled === "ec2") return "ec2";
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "query";
  return protocols.find((known) => known === modelled) ?? "rest-json";
};
