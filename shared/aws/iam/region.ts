/**
 * The Region of a partition that IAM's requests are signed for, and that they are recorded in.
 * Source: CloudTrail User Guide, "About global service events".
 */
export const iamRegionOf = (region: string) => {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
};
