import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import * as v from "valibot";
import { document, type Make, madeUpId } from "./skipped.ts";

const Properties = v.object({ Bucket: v.string(), PolicyDocument: document });

/** AWS::S3::BucketPolicy */
export const makeBucketPolicy: Make = async (resource, { s3 }) => {
  const { Bucket, PolicyDocument } = v.parse(Properties, resource.properties);
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(PolicyDocument) }));
  return madeUpId(resource);
};
