import type { HttpRequest, Scope } from "../types.ts";

/** Reads key, Region and service from a SigV4 signature in the header or, for presigned URLs, in the query. */
export const readScope = ({ headers, url }: HttpRequest): Scope | undefined => {
  const query = new URL(url, "http://door").searchParams;
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ?? query.get("X-Amz-Credential") ?? undefined;
  const oldKey = query.get("AWSAccessKeyId");
  // S3 still takes version 2 of the signature in URLs; boto3 presigns with it in us-east-1.
  if (oldKey !== null && query.has("Signature"))
    return {
      accessKeyId: oldKey,
      region: "us-east-1",
      service: "s3",
      sessionToken: query.get("x-amz-security-token") ?? undefined,
    };
  const [accessKeyId, , region, service] = credential?.split("/") ?? [];
  if (!accessKeyId || !region || !service) return undefined;
  const sessionToken = headers["x-amz-security-token"] ?? query.get("X-Amz-Security-Token") ?? undefined;
  return { accessKeyId, region, service: service.toLowerCase(), sessionToken };
};
