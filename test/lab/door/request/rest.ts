import type { HttpRequest } from "../types.ts";
import { fieldsOf } from "../values.ts";
import { type Member, type Model, type Operation, type Shape, shapeOf } from "./model.ts";
import { scalar } from "./scalar.ts";
import { fromJson, fromXml } from "./typed.ts";
import { parseXml } from "./xml.ts";

interface Match {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly weight: number;
}

/** Finds which operation of a REST service a method and URL stand for, and the path parameters as written. */
export const matchRoute = (http: HttpRequest, model: Model): Match | undefined => {
  const [path = "/", search = ""] = http.url.split("?");
  const query = new URLSearchParams(search);
  const candidates = Object.values(model.operations).flatMap((operation) => {
    if (operation.http.method !== http.method) return [];
    const match = matchOperation(operation, trimSlash(path), query, http, model);
    return match ? [match] : [];
  });
  const named = candidates.find(({ operation }) => operation.name === query.get("x-id"));
  return named ?? candidates.sort((a, b) => b.weight - a.weight)[0];
};

const trimSlash = (path: string) => (path.length > 1 ? path.replace(/\/$/, "") : path);

const matchOperation = (
  operation: Operation,
  path: string,
  query: URLSearchParams,
  { headers }: HttpRequest,
  model: Model,
): Match | undefined => {
  const [template = "/", literals = ""] = operation.http.requestUri.split("?");
  const found = matchPath(trimSlash(template), path);
  if (!found) return undefined;
  const wanted = [...new URLSearchParams(literals)];
  if (!wanted.every(([name, value]) => query.has(name) && (value === "" || query.get(name) === value)))
    return undefined;
  const input = shapeOf(model, operation.input);
  const needed = (input?.required ?? []).map((name) => input?.members?.[name]);
  const inQuery = needed.filter((member) => member?.location === "querystring");
  const inHeaders = needed.filter(
    (member) => member?.location === "header" && member.locationName !== "x-amz-sdk-checksum-algorithm",
  );
  if (!inQuery.every((member) => query.has(member?.locationName ?? ""))) return undefined;
  if (!inHeaders.every((member) => (member?.locationName ?? "").toLowerCase() in headers)) return undefined;
  const weight =
    1000 * wanted.length +
    100 * (inQuery.length + inHeaders.length) +
    10 * found.literals -
    (operation.deprecated ? 1 : 0);
  return { operation, path: found.parameters, weight };
};

const matchPath = (template: string, path: string) => {
  const names: string[] = [];
  let literals = 0;
  const pattern = template.replace(/\{(\w+)(\+?)\}|([^{}]+)/g, (_, name?: string, greedy?: string, text?: string) => {
    if (name === undefined) {
      literals += (text ?? "").split("/").filter(Boolean).length;
      return (text ?? "").replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
    }
    names.push(name);
    return greedy ? "(.+)" : "([^/]+)";
  });
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (!found) return undefined;
  return { literals, parameters: Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ""])) };
};

/** Gathers the input of a REST call from path, query, headers and body. */
export const readRestInput = (http: HttpRequest, model: Model, match: Match): Record<string, unknown> => {
  const shape = shapeOf(model, match.operation.input);
  const query = new URL(http.url, "http://door").searchParams;
  const input = bodyInput(http, model, shape);
  for (const [name, member] of Object.entries(shape?.members ?? {})) {
    const wire = member.locationName ?? name;
    const of = shapeOf(model, member);
    const found = textAt(member.location, wire, http, match, query);
    if (found === undefined) continue;
    if (of?.type === "list") input[name] = query.getAll(wire);
    else input[name] = scalar(member.location === "uri" ? decodeURIComponent(found) : found, of);
  }
  return input;
};

const textAt = (
  location: Member["location"],
  wire: string,
  { headers }: HttpRequest,
  { path }: Match,
  query: URLSearchParams,
): string | undefined => {
  if (location === "uri") return path[wire];
  if (location === "header") return headers[wire.toLowerCase()];
  return location === "querystring" ? (query.get(wire) ?? undefined) : undefined;
};

const bodyInput = ({ body }: HttpRequest, model: Model, shape: Shape | undefined): Record<string, unknown> => {
  if (body.length === 0 || shape === undefined) return {};
  const payload = shape.payload;
  const of = payload ? shapeOf(model, shape.members?.[payload]) : shape;
  if (payload && of && of.type !== "structure") return { [payload]: of.type === "blob" ? body : body.toString("utf8") };
  const value = parseBody(body.toString("utf8"), model, of);
  return payload ? { [payload]: value } : { ...fieldsOf(value) };
};

const parseBody = (text: string, model: Model, shape: Shape | undefined): unknown => {
  if (text.trimStart().startsWith("<")) {
    const element = parseXml(text);
    return element && fromXml(element, model, shape);
  }
  try {
    return fromJson(JSON.parse(text), model, shape);
  } catch {
    return undefined;
  }
};
