import { encodeCborTexts } from "../request/cbor.ts";
import { escapeXml } from "../request/xml.ts";
import type { Call, Reply, ServiceError } from "../types.ts";

/** An error answer as the service of this call would send it. */
export const renderError = (call: Call, { code, message, status }: ServiceError): Reply => {
  const { protocol, model } = call.service;
  if (protocol === "json") {
    const queryError = model?.metadata.awsQueryCompatible ? { "x-amzn-query-error": `${code};Sender` } : {};
    return json(call, status, { __type: code, message }, queryError);
  }
  if (protocol === "rest-json")
    return json(call, status, { Type: "User", message, Message: message }, { "x-amzn-errortype": code });
  if (protocol === "smithy-rpc-v2-cbor")
    return {
      status,
      headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
      body: encodeCborTexts({ __type: code, message }),
    };
  const fields = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  if (protocol === "ec2")
    return xml(
      status,
      `<Response><Errors><Error>${fields}</Error></Errors><RequestID>${call.id}</RequestID></Response>`,
    );
  if (protocol === "rest-xml") return xml(status, `<Error>${fields}<RequestId>${call.id}</RequestId></Error>`);
  const namespace = model?.metadata.xmlNamespace ?? "";
  return xml(
    status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type>${fields}</Error><RequestId>${call.id}</RequestId></ErrorResponse>`,
  );
};

const json = (call: Call, status: number, body: object, more: Readonly<Record<string, string>>): Reply => ({
  status,
  headers: { "content-type": jsonType(call), ...more },
  body: Buffer.from(JSON.stringify(body)),
});

const xml = (status: number, body: string): Reply => ({
  status,
  headers: { "content-type": "text/xml" },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
});

/** The content type of a JSON answer. */
export const jsonType = ({ service }: Call): string =>
  service.protocol === "json"
    ? `application/x-amz-json-${service.model?.metadata.jsonVersion ?? "1.1"}`
    : "application/json";
