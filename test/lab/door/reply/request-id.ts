import type { Call, Reply } from "../types.ts";

const idElement = /<(RequestId|RequestID|requestId)>[^<]*<\/\1>/g;

const xmlProtocols = new Set(["query", "ec2", "rest-xml"]);

/** The same answer under the door's request id, in its headers and wherever an XML body repeats it. */
export const withRequestId = (call: Call, reply: Reply): Reply => {
  const { "x-amz-crc32": _crc, ...kept } = reply.headers;
  const headers: Record<string, string | readonly string[]> = { ...kept, "x-amzn-requestid": call.id };
  if (call.service.prefix === "s3") headers["x-amz-request-id"] = call.id;
  if (!xmlProtocols.has(call.service.protocol) || reply.body.length === 0) return { ...reply, headers };
  // An object in S3 may be anybody's XML.
  if (call.service.prefix === "s3" && call.operation === "GetObject" && reply.status < 400)
    return { ...reply, headers };
  const body = reply.body.toString("utf8").replace(idElement, `<$1>${call.id}</$1>`);
  return { ...reply, headers, body: Buffer.from(body) };
};
