import type { Shape } from "./model.ts";

const numbers = new Set(["integer", "long", "float", "double"]);

/** A value that stands as text on the wire, in the type that its shape has. */
export const scalar = (text: string, shape: Shape | undefined): unknown => {
  if (shape === undefined) return text;
  if (numbers.has(shape.type)) return Number(text);
  if (shape.type === "boolean") return text === "true";
  if (shape.type === "timestamp") return timestamp(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  if (shape.type === "blob") return Buffer.from(text, "base64");
  return text;
};

/** A point in time from epoch seconds or any written form; undefined when it is none. */
export const timestamp = (value: unknown): Date | undefined => {
  if (value instanceof Date) return value;
  const date = typeof value === "number" ? new Date(value * 1000) : new Date(String(value));
  return Number.isNaN(date.getTime()) ? undefined : date;
};
