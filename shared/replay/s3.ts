import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { isArchive, type Place } from "./place.ts";
import { type Source, UnusableInput } from "./sources.ts";

/** Archives in S3, as CloudTrail writes them, read with the credentials that the AWS CLI would use. */

const clientFor = async (): Promise<S3Client> => {
  // Only who reads from S3 waits for the client of it.
  const { S3Client: Client } = await import("@aws-sdk/client-s3");
  const endpoint = process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"];
  return new Client(endpoint ? { forcePathStyle: true } : {});
};

/** The objects at a place, as sources. @throws UnusableInput when there are none, or S3 says no */
export const objectsAt = async ({ bucket, prefix }: Place): Promise<readonly Source[]> => {
  const client = await clientFor();
  const { GetObjectCommand, paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  const keys: string[] = [];
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
      keys.push(...Contents.flatMap(({ Key = "" }) => (isArchive(Key) ? [Key] : [])));
  } catch (error) {
    throw new UnusableInput(`s3://${bucket}/${prefix}: ${(error as Error).name}: ${(error as Error).message}`);
  }
  if (keys.length === 0) throw new UnusableInput(`s3://${bucket}/${prefix}: expected objects, found none`);
  return keys.map((Key) => ({
    name: `s3://${bucket}/${Key}`,
    open: async () => (await client.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body as Readable,
  }));
};
