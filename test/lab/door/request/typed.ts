import { type Model, type Shape, shapeOf } from "./model.ts";
import { scalar, timestamp } from "./scalar.ts";
import type { Element } from "./xml.ts";

/** A JSON or CBOR value in the names and types of its shape; unknown members stay as they are. */
export const fromJson = (value: unknown, model: Model, shape: Shape | undefined): unknown => {
  if (value === null || value === undefined || shape === undefined) return value;
  if (shape.type === "timestamp") return timestamp(value);
  if (shape.type === "blob") return typeof value === "string" ? Buffer.from(value, "base64") : value;
  if (shape.type === "list" && Array.isArray(value))
    return value.map((item) => fromJson(item, model, shapeOf(model, shape.member)));
  if (typeof value !== "object") return value;
  const fields = Object.entries(value);
  if (shape.type === "map")
    return Object.fromEntries(fields.map(([key, item]) => [key, fromJson(item, model, shapeOf(model, shape.value))]));
  if (shape.type !== "structure") return value;
  const byWire = new Map(Object.entries(shape.members ?? {}).map(([name, m]) => [m.locationName ?? name, { name, m }]));
  return Object.fromEntries(
    fields.map(([wire, item]) => {
      const known = byWire.get(wire);
      return [known?.name ?? wire, fromJson(item, model, known && shapeOf(model, known.m))];
    }),
  );
};

/** An XML element in the names and types of its shape. */
export const fromXml = (element: Element, model: Model, shape: Shape | undefined): unknown => {
  if (shape?.type === "structure") return structure(element, model, shape);
  if (shape?.type === "list") return element.children.map((item) => fromXml(item, model, shapeOf(model, shape.member)));
  if (shape?.type === "map") return map(element.children, model, shape);
  return scalar(element.text, shape);
};

const structure = (element: Element, model: Model, shape: Shape): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    if (member.location !== undefined) continue;
    const of = shapeOf(model, member);
    const flat = of?.flattened === true || member.flattened === true;
    const wire = (flat && of?.type === "list" ? of.member?.locationName : undefined) ?? member.locationName ?? name;
    const found = element.children.filter((child) => child.name === wire);
    const [first] = found;
    if (!first) continue;
    if (flat && of?.type === "list")
      result[name] = found.map((item) => fromXml(item, model, shapeOf(model, of.member)));
    else if (flat && of?.type === "map") result[name] = map(found, model, of);
    else result[name] = fromXml(first, model, of);
  }
  return result;
};

const map = (entries: readonly Element[], model: Model, shape: Shape): Record<string, unknown> =>
  Object.fromEntries(
    entries.map(({ children }) => {
      const part = (name: string) => children.find((child) => child.name === name);
      const value = part(shape.value?.locationName ?? "value");
      return [
        part(shape.key?.locationName ?? "key")?.text ?? "",
        value && fromXml(value, model, shapeOf(model, shape.value)),
      ];
    }),
  );
