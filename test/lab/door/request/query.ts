import { type Member, type Model, type Shape, shapeOf } from "./model.ts";
import { scalar } from "./scalar.ts";

/** Form fields as a tree: `Tags.member.1.Key=a` becomes { Tags: { member: { 1: { Key: "a" } } } }. */
interface Tree {
  value?: string;
  readonly under: Map<string, Tree>;
}

/** Reads the input of a call in the AWS query protocol or EC2's variant of it, typed by the model. */
export const readQueryInput = (
  fields: URLSearchParams,
  model: Model,
  input: Shape | undefined,
  ec2: boolean,
): Record<string, unknown> => {
  const root: Tree = { under: new Map() };
  for (const [name, value] of fields) {
    if (name === "Action" || name === "Version") continue;
    let tree = root;
    for (const part of name.split(".")) {
      const next = tree.under.get(part) ?? { under: new Map() };
      tree.under.set(part, next);
      tree = next;
    }
    tree.value = value;
  }
  return input ? structure(root, model, input, ec2) : Object.fromEntries([...root.under].map(([k, t]) => [k, t.value]));
};

const structure = (tree: Tree, model: Model, shape: Shape, ec2: boolean): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const sub = wireNames(name, member, shapeOf(model, member), model, ec2)
      .map((wire) => tree.under.get(wire))
      .find((found) => found !== undefined);
    if (sub) result[name] = read(sub, model, shapeOf(model, member), ec2);
  }
  return result;
};

const wireNames = (name: string, member: Member, shape: Shape | undefined, model: Model, ec2: boolean): string[] => {
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  if (ec2) return [member.queryName ?? upper(member.locationName ?? name), name];
  const flattenedName = shape?.flattened && shape.member ? model && shape.member.locationName : undefined;
  return [flattenedName, member.locationName, name].filter((wire) => wire !== undefined);
};

const read = (tree: Tree, model: Model, shape: Shape | undefined, ec2: boolean): unknown => {
  if (shape?.type === "structure") return structure(tree, model, shape, ec2);
  if (shape?.type === "list") return entries(tree).map((item) => read(item, model, shapeOf(model, shape.member), ec2));
  if (shape?.type === "map") {
    const key = (item: Tree) => item.under.get(shape.key?.locationName ?? "key")?.value ?? "";
    const value = (item: Tree) => item.under.get(shape.value?.locationName ?? "value") ?? { under: new Map() };
    return Object.fromEntries(
      entries(tree).map((item) => [key(item), read(value(item), model, shapeOf(model, shape.value), ec2)]),
    );
  }
  return scalar(tree.value ?? "", shape);
};

/** Lists stand either as `Name.1` or as `Name.member.1`, with the word in the middle up to the service. */
const entries = (tree: Tree): Tree[] => {
  const numbered = [...tree.under].filter(([name]) => /^\d+$/.test(name));
  if (numbered.length > 0) return numbered.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
  const [only] = tree.under.values();
  return only ? entries(only) : [];
};
