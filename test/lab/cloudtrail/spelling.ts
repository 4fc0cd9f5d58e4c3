import { type Member, type Model, type Shape, shapeOf } from "../door/request/model.ts";
import { isFields } from "../door/values.ts";
import { trailDate } from "./dates.ts";
import type { Fields, Json } from "./types.ts";

/** How one service's values are written in records. */
export interface Spelling {
  readonly model: Model;
  readonly ec2: boolean;
  /** What stands in place of a secret; undefined leaves it out. */
  readonly secret: string | undefined;
}

/** Values in the names and types of the API model, written as CloudTrail does. */
export const spell = (value: unknown, shape: Shape | undefined, how: Spelling): Json | undefined => {
  if (value === undefined || value === null) return undefined;
  if (shape?.sensitive) return how.secret;
  if (value instanceof Date) return trailDate(value);
  if (Buffer.isBuffer(value) || value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return spellList(value, shape, how);
  if (isFields(value)) return spellFields(value, shape, how);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
};

const spellList = (values: readonly unknown[], shape: Shape | undefined, how: Spelling): Json | undefined => {
  const items = values.flatMap((item) => spell(item, shapeOf(how.model, shape?.member), how) ?? []);
  if (!how.ec2) return items;
  return items.length > 0 ? { items } : undefined;
};

/** A whole input or output, or an object in one. */
export const spellFields = (
  value: Readonly<Record<string, unknown>>,
  shape: Shape | undefined,
  how: Spelling,
): Fields => {
  const isMap = shape?.type === "map";
  const entries = Object.entries(value).flatMap(([name, item]) => {
    const member = isMap ? shape.value : shape?.members?.[name];
    const spelled = spell(item, shapeOf(how.model, member), how);
    return spelled === undefined ? [] : [[isMap ? name : fieldName(name, member, how), spelled] as const];
  });
  return { ...(how.ec2 && shape ? emptyLists(shape, how) : {}), ...Object.fromEntries(entries) };
};

/** EC2 writes lists that were not given as empty objects, at least inside IP permissions. */
const emptyLists = (shape: Shape, how: Spelling): Fields => {
  if (!shape.members || !("IpProtocol" in shape.members)) return {};
  return Object.fromEntries(
    Object.entries(shape.members)
      .filter(([, member]) => shapeOf(how.model, member)?.type === "list" && !/tag/i.test(member.shape))
      .map(([name, member]) => [fieldName(name, member, how), {}]),
  );
};

/** `StreamARN` becomes `streamARN`, `KMSEncryptionConfig` becomes `kMSEncryptionConfig`; EC2 uses its wire names. */
const fieldName = (name: string, member: Member | undefined, { ec2 }: Spelling): string => {
  const wire = ec2 ? (member?.locationName ?? name) : name;
  const spelled = wire.charAt(0).toLowerCase() + wire.slice(1);
  return spelled === "return" ? "_return" : spelled;
};
