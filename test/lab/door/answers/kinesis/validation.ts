import { type Model, type Shape, shapeOf } from "../../request/model.ts";
import { type Call, ServiceError } from "../../types.ts";
import { isFields } from "../../values.ts";

/** Checks an input against the constraints in the API model, in the order of its members. Throws ValidationException. */
export const requireValid = ({ service: { model }, operation, input }: Call): void => {
  if (!model) return;
  const [found] = violations(input, shapeOf(model, model.operations[operation]?.input), model, "");
  if (found) throw new ServiceError("ValidationException", `1 validation error detected: ${found}`);
};

const violations = (value: unknown, shape: Shape | undefined, model: Model, path: string): readonly string[] => {
  if (shape === undefined || value === undefined || Buffer.isBuffer(value)) return [];
  if (isFields(value) && shape.type === "structure") return ofMembers(value, shape, model, path);
  if (Array.isArray(value))
    return [
      ...sized(value.length, shape, "length", value, path),
      ...value.flatMap((item, i) => violations(item, shapeOf(model, shape.member), model, `${path}.${i + 1}.member`)),
    ];
  if (typeof value === "number") return sized(value, shape, "value", value, path);
  return typeof value === "string" ? ofText(value, shape, path) : [];
};

const ofMembers = (value: object, shape: Shape, model: Model, path: string): readonly string[] => {
  const given = new Map<string, unknown>(Object.entries(value));
  const missing = (shape.required ?? []).find((name) => given.get(name) === undefined || given.get(name) === null);
  if (missing !== undefined)
    return [`Value null at '${join(path, missing)}' failed to satisfy constraint: Member must not be null`];
  return Object.entries(shape.members ?? {}).flatMap(([name, member]) =>
    violations(given.get(name), shapeOf(model, member), model, join(path, name)),
  );
};

const ofText = (value: string, shape: Shape, path: string): readonly string[] => {
  const says = `Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy`;
  if (shape.enum && !shape.enum.includes(value)) return [`${says} enum value set: [${shape.enum.join(", ")}]`];
  if (shape.pattern && !new RegExp(`^(?:${shape.pattern})$`, "s").test(value))
    return [`${says} regular expression pattern: ${shape.pattern}`];
  return sized(value.length, shape, "length", value, path);
};

const sized = (size: number, { min, max }: Shape, what: string, value: unknown, path: string): readonly string[] => {
  const says = `Value '${String(value)}' at '${path}' failed to satisfy constraint: Member must have ${what}`;
  if (min !== undefined && size < min) return [`${says} greater than or equal to ${min}`];
  return max !== undefined && size > max ? [`${says} less than or equal to ${max}`] : [];
};

const join = (path: string, name: string) => {
  const spelled = name.charAt(0).toLowerCase() + name.slice(1);
  return path === "" ? spelled : `${path}.${spelled}`;
};
