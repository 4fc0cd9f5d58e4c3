import type { Call } from "../door/types.ts";

/** Lambda operations of the first API version that were changed later. Source: names in real records. */
const secondVersion = new Set([
  "AddPermission",
  "GetFunction",
  "GetFunctionConfiguration",
  "GetPolicy",
  "ListTags",
  "RemovePermission",
  "TagResource",
  "UntagResource",
  "UpdateFunctionCode",
  "UpdateFunctionConfiguration",
]);

/** The event's name: the operation's, except that Lambda adds the API version that its URL has. */
export const eventName = ({ service, operation }: Pick<Call, "service" | "operation">): string => {
  if (service.prefix !== "lambda" || operation.startsWith("Invoke")) return operation;
  const uri = service.model?.operations[operation]?.http.requestUri ?? "";
  const version = /^\/(\d{4})-(\d{2})-(\d{2})\//.exec(uri)?.slice(1).join("") ?? "";
  return `${operation}${version}${secondVersion.has(operation) ? "v2" : ""}`;
};
