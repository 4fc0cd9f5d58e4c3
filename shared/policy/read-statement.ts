import { type Json, type JsonMember, type JsonString, PolicyUnreadable } from "./json.ts";
import {
  type Condition,
  type Patterns,
  type PrincipalGroup,
  type Principals,
  type PrincipalType,
  principalTypes,
  type Statement,
} from "./policy.ts";

const refuse = (where: string, expected: string): never => {
  throw new PolicyUnreadable(`${where} is not ${expected}`);
};

/** The members of an object, none but those that are known. */
export const membersOf = (json: Json, where: string, known?: readonly string[]): ReadonlyMap<string, JsonMember> => {
  if (json.kind !== "object") return refuse(where, "an object");
  const strange = json.members.find(({ key }) => known && !known.includes(key));
  if (strange) throw new PolicyUnreadable(`${where} has the element ${JSON.stringify(strange.key)}, which is unknown`);
  return new Map(json.members.map((member) => [member.key, member]));
};

/** A string, or undefined if there is none. */
export const stringOf = (member: JsonMember | undefined, where: string): string | undefined => {
  if (member && member.value.kind !== "string") return refuse(where, "a string");
  return member?.value.kind === "string" ? member.value.value : undefined;
};

const stringsIn = (json: Json, where: string): readonly JsonString[] => {
  const items = json.kind === "list" ? json.items : [json];
  return items.map((item) => (item.kind === "string" ? item : refuse(where, "a string or a list of strings")));
};

type Members = ReadonlyMap<string, JsonMember>;

/** The one of two opposite elements that is there. */
const oneOf = (members: Members, element: string, opposite: string, where: string): JsonMember | undefined => {
  const [one, other] = [members.get(element), members.get(opposite)];
  if (one && other) throw new PolicyUnreadable(`${where} has both ${element} and ${opposite}`);
  return one ?? other;
};

const patterns = <E extends string>(
  members: Members,
  elements: readonly [E, E],
  where: string,
): Patterns<E> | undefined => {
  const member = oneOf(members, ...elements, where);
  if (!member) return undefined;
  const values = stringsIn(member.value, `${where}.${member.key}`).map(({ value }) => value);
  return { element: member.key as E, values };
};

const group = (member: JsonMember, where: string): PrincipalGroup => ({
  names: stringsIn(member.value, `${where}.${member.key}`).map(({ value, start, end }) => ({
    type: member.key as PrincipalType,
    value,
    start,
    end,
  })),
  start: member.start,
  end: member.end,
});

const groups = (json: Json, where: string): readonly PrincipalGroup[] => {
  const { start, end } = json;
  if (json.kind === "string" && json.value === "*")
    return [{ names: [{ type: "AWS", value: "*", start, end }], start, end }];
  if (json.kind !== "object") return refuse(where, '"*" or an object');
  return [...membersOf(json, where, principalTypes).values()].map((member) => group(member, where));
};

const principals = (members: Members, where: string): Principals | undefined => {
  const member = oneOf(members, "Principal", "NotPrincipal", where);
  if (!member) return undefined;
  return { element: member.key as Principals["element"], groups: groups(member.value, `${where}.${member.key}`) };
};

/** A condition's values may be numbers and booleans too; AWS compares their text. */
const scalars = (json: Json, where: string): readonly string[] =>
  (json.kind === "list" ? json.items : [json]).map((item) =>
    item.kind === "string" || (item.kind === "word" && item.value !== "null")
      ? item.value
      : refuse(where, "a string, a number, true, false or a list of them"),
  );

const conditions = (json: Json, where: string): readonly Condition[] =>
  [...membersOf(json, where)].flatMap(([operator, tests]) =>
    [...membersOf(tests.value, `${where}.${operator}`)].map(([key, { value }]) => ({
      operator,
      key,
      values: scalars(value, `${where}.${operator}.${key}`),
    })),
  );

const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/**
 * @param where names the statement in messages
 * @throws PolicyUnreadable
 */
export const readStatement = (json: Json, where: string): Statement => {
  const members = membersOf(json, where, elements);
  const effect = stringOf(members.get("Effect"), `${where}.Effect`);
  if (effect !== "Allow" && effect !== "Deny") return refuse(`${where}.Effect`, '"Allow" or "Deny"');
  const action = patterns(members, ["Action", "NotAction"], where);
  if (!action) throw new PolicyUnreadable(`${where} has neither Action nor NotAction`);
  const condition = members.get("Condition");
  return {
    sid: stringOf(members.get("Sid"), `${where}.Sid`),
    effect,
    principal: principals(members, where),
    action,
    resource: patterns(members, ["Resource", "NotResource"], where),
    conditions: condition ? conditions(condition.value, `${where}.Condition`) : [],
    start: json.start,
    end: json.end,
  };
};
