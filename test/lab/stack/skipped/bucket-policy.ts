import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { type Make, madeUpId } from "./skipped.ts";

/** AWS::S3::BucketPolicy */
export const makeBucketPolicy: Make = async (resource, { s3 }) => {
  const { Bucket, PolicyDocument } = resource.properties as { Bucket: string; PolicyDocument: object };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(PolicyDocument) }));
  return madeUpId(resource);
};
