import { escapeXml } from "../request/xml.ts";
import type { Call, Reply } from "../types.ts";
import { jsonType } from "./error.ts";

/** A successful answer with this output, for the JSON protocols and for AWS query. Dates are written as each wants them. */
export const renderOutput = (call: Call, output: Readonly<Record<string, unknown>>): Reply => {
  if (call.service.protocol !== "query")
    return {
      status: 200,
      headers: { "content-type": jsonType(call) },
      body: Buffer.from(JSON.stringify(output, epoch)),
    };
  const { operation, service } = call;
  const result = `<${operation}Result>${elements(output)}</${operation}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${call.id}</RequestId></ResponseMetadata>`;
  const namespace = service.model?.metadata.xmlNamespace ?? "";
  const body = `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(body) };
};

/** JSON.stringify turns dates to text before a replacer sees them, so they are taken from the holder. */
function epoch(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}

const elements = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => `<member>${elements(item)}</member>`).join("");
  if (typeof value !== "object" || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => `<${name}>${elements(item)}</${name}>`)
    .join("");
};
