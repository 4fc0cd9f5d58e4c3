import { decodeCbor } from "../request/cbor.ts";
import { type Model, type Operation, type Shape, shapeOf } from "../request/model.ts";
import { scalar } from "../request/scalar.ts";
import { fromJson, fromXml } from "../request/typed.ts";
import { type Element, parseXml } from "../request/xml.ts";
import type { Call, Input, Reply } from "../types.ts";
import { type Fields, fieldsOf, parseFields, textOf } from "../values.ts";

/** What an answer says: the output in the model's names and types, or the error. */
export type Outcome =
  | { readonly ok: true; readonly output: Input }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Reads an answer that is on its way back to a client. */
export const readOutcome = (call: Call, reply: Reply): Outcome => {
  if (reply.status >= 400) return { ok: false, ...readError(call, reply) };
  const { model } = call.service;
  const operation = model?.operations[call.operation];
  const shape = model && shapeOf(model, operation?.output);
  if (!model || !operation || !shape) return { ok: true, output: {} };
  const headers = fromHeaders(shape, reply, model);
  const { payload } = shape;
  if (payload === undefined)
    return { ok: true, output: { ...headers, ...readBody(call, reply, model, operation, shape) } };
  const of = shapeOf(model, shape.members?.[payload]);
  if (of?.type !== "structure") return { ok: true, output: headers };
  return { ok: true, output: { ...headers, [payload]: readBody(call, reply, model, operation, of) } };
};

const readBody = (call: Call, { body }: Reply, model: Model, operation: Operation, shape: Shape): Fields => {
  if (body.length === 0) return {};
  const { protocol } = call.service;
  if (protocol === "smithy-rpc-v2-cbor") return fieldsOf(fromJson(decodeCbor(body), model, shape));
  const text = body.toString("utf8");
  if (protocol === "json" || protocol === "rest-json") return fieldsOf(fromJson(parseFields(text), model, shape));
  const root = parseXml(text);
  const wrapper = operation.output?.resultWrapper;
  const inner = wrapper ? root?.children.find((child) => child.name === wrapper) : root;
  return inner ? fieldsOf(fromXml(inner, model, shape)) : {};
};

const fromHeaders = (shape: Shape, { headers }: Reply, model: Model): Fields =>
  Object.fromEntries(
    Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
      const value = member.location === "header" ? headers[(member.locationName ?? name).toLowerCase()] : undefined;
      return typeof value === "string" ? [[name, scalar(value, shapeOf(model, member))]] : [];
    }),
  );

const readError = (call: Call, { status, headers, body }: Reply): { code: string; message: string } => {
  const text = body.toString("utf8");
  if (text.trimStart().startsWith("<")) {
    const root = parseXml(text);
    const error = root && findElement(root, "Error");
    const field = (name: string) => error?.children.find((child) => child.name === name)?.text;
    return { code: field("Code") ?? unreadable(status), message: field("Message") ?? "" };
  }
  const fields = call.service.protocol === "smithy-rpc-v2-cbor" ? fieldsOf(decodeCbor(body)) : parseFields(text);
  const { ["__type"]: type, code: other, message, Message } = fields;
  const code = textOf(type) ?? textOf(other) ?? textOf(headers["x-amzn-errortype"]) ?? unreadable(status);
  return { code: code.split("#").at(-1)?.split(":")[0] ?? code, message: textOf(message) ?? textOf(Message) ?? "" };
};

const unreadable = (status: number) => (status >= 500 ? "InternalFailure" : "ValidationError");

const findElement = (element: Element, name: string): Element | undefined =>
  element.name === name ? element : element.children.map((child) => findElement(child, name)).find(Boolean);
