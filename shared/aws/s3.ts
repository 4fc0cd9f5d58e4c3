import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { parseXML } from "@aws-sdk/xml-builder";
import type { Access, Operation } from "./operation.ts";
import { type Exchange, exchange } from "./s3-protocol.ts";

/**
 * As much of S3 as a replay needs: its client alone would be twice the size that a bundle may have.
 * Source: Amazon S3 API Reference.
 */

/** As the SDK's ListObjectsV2CommandInput has it, of which this is the part that is used. */
interface List {
  readonly Bucket: string;
  readonly Prefix: string;
  readonly Delimiter?: string;
  readonly StartAfter?: string;
  readonly ContinuationToken?: string;
}

/** One page of what there is: up to 1,000 objects and common prefixes, in the order of their keys. */
export interface Listed {
  readonly objects: readonly { readonly key: string; readonly bytes: number }[];
  readonly prefixes: readonly string[];
  /** Given while there is more. */
  readonly next?: string;
}

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

interface Put extends Place {
  readonly Body: string | Uint8Array;
  readonly ContentType: string;
}

/** As RFC 3986 has it, which is stricter than JavaScript. */
const escaped = (part: string): string =>
  encodeURIComponent(part).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const pathOf = ({ Bucket, Key }: Place): string => `/${[Bucket, ...Key.split("/")].map(escaped).join("/")}`;

/** An element that can come any number of times. */
type Any<T> = undefined | T | readonly T[];
const listOf = <T>(value: Any<T>): readonly T[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
};

interface Page {
  readonly ListBucketResult: {
    readonly Contents?: Any<{ readonly Key: string; readonly Size: string }>;
    readonly CommonPrefixes?: Any<{ readonly Prefix: string }>;
    readonly NextContinuationToken?: string;
  };
}

const readPage = (xml: string): Listed => {
  const { Contents, CommonPrefixes, NextContinuationToken: next } = (parseXML(xml) as Page).ListBucketResult;
  return {
    objects: listOf(Contents).map(({ Key, Size }) => ({ key: Key, bytes: Number(Size) })),
    prefixes: listOf(CommonPrefixes).map(({ Prefix }) => Prefix),
    ...(next === undefined ? {} : { next }),
  };
};

const listing = ({ Bucket, Prefix, Delimiter, StartAfter, ContinuationToken }: List): Exchange<Listed> => {
  const given = {
    prefix: Prefix,
    delimiter: Delimiter,
    "start-after": StartAfter,
    "continuation-token": ContinuationToken,
  };
  const query = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    method: "GET",
    path: `/${escaped(Bucket)}`,
    query: { "list-type": "2", ...Object.fromEntries(query) },
    read: async (body) => readPage(await text(body)),
  };
};

/** @param allowedBy the IAM action, where it is not named as the operation is */
const operation = <Input, Output>(
  access: Access,
  on: string,
  exchangeOf: (input: Input) => Exchange<Output>,
  allowedBy?: string,
): Operation<Input, Output> => ({
  access,
  on: [on],
  ...(allowedBy === undefined ? {} : { allowedBy: [allowedBy] }),
  send: (input) => exchange(exchangeOf(input)),
});

export const s3 = {
  ListObjectsV2: operation<List, Listed>("List", "s3:bucket", listing, "ListBucket"),
  /** The bytes of an object as they come. */
  GetObject: operation<Place, Readable>("Read", "s3:object", (place) => ({
    method: "GET",
    path: pathOf(place),
    read: (body) => body,
  })),
  PutObject: operation<Put, void>("Write", "s3:object", ({ Body, ContentType, ...place }) => ({
    method: "PUT",
    path: pathOf(place),
    headers: { "content-type": ContentType },
    body: Body,
    // Empty; read to its end so that the connection is free again.
    read: async (body) => void (await text(body)),
  })),
};
