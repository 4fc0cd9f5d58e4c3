import { parseXML } from "@aws-sdk/xml-builder";
import type { Access, Operation } from "../operation.ts";
import { queryOperations } from "../query-protocol.ts";
import { iamRegionOf } from "./region.ts";

const hosts = {
  "us-east-1": "iam.amazonaws.com",
  "cn-north-1": "iam.cn-north-1.amazonaws.com.cn",
  "us-gov-west-1": "iam.us-gov.amazonaws.com",
} as const;

/**
 * The operations of the SDK's client, with its types. IAM has one endpoint for a whole partition, in a Region that its requests are
 * signed for. Source: AWS General Reference, "AWS Identity and Access Management endpoints and quotas".
 */
const endpoint = (region: string) => {
  const signedFor = iamRegionOf(region);
  return { host: hosts[signedFor], region: signedFor };
};
const query = queryOperations({ name: "iam", version: "2010-05-08", endpoint });

type Bag = Readonly<Record<string, unknown>>;
const bagOf = (value: unknown): Bag => (typeof value === "object" && value !== null ? (value as Bag) : {});

/** `<Name><member>…</member></Name>` is a list, also with one member or with none. */
const listOf = (value: unknown): readonly unknown[] => {
  const { member } = bagOf(value);
  if (member === undefined) return [];
  return Array.isArray(member) ? member : [member];
};

/** The values of an element: those named are lists, at whatever depth; `IsTruncated` and its like are booleans, counts are numbers. */
const read = (value: unknown, lists: readonly string[]): unknown => {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (lists.includes(name)) return [name, listOf(inner).map((one) => read(one, lists))];
      if (/^Is[A-Z]/.test(name)) return [name, inner === "true"];
      return [name, name.endsWith("Count") ? Number(inner) : read(inner, lists)];
    }),
  );
};

const resultOf = (operation: string, xml: string, lists: readonly string[]): Bag => {
  const result = bagOf(bagOf(parseXML(xml))[`${operation}Response`])[`${operation}Result`];
  const none = Object.fromEntries(lists.map((name) => [name, []]));
  return { ...none, ...bagOf(read(bagOf(result), lists)) };
};

/** `Tags.member.1.Key` */
const fieldsOf = (name: string, value: unknown): readonly (readonly [string, string])[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => fieldsOf(`${name}.member.${index + 1}`, one));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => fieldsOf(`${name}.${key}`, inner));
  return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
};

const flatten = (input: object): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(input).flatMap(([name, value]) => fieldsOf(name, value)));

/** @param lists the elements of the answer that are lists */
export const operation = <Input extends object, Output>(
  name: string,
  access: Access,
  on: readonly string[],
  lists: readonly string[] = [],
): Operation<Input, Output> =>
  query<Input, Output>(name, { flatten, read: (xml) => resultOf(name, xml, lists) as Output }, access, ...on);
