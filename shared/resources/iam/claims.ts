/**
 * The calls of IAM that are known to change something else than what an identity may do: its credentials, its password, its tags. Those
 * that matter have detections of their own. Source: IAM API Reference, "Actions".
 */
export const identityClaims = {
  ChangePassword: "other",
  CreateAccessKey: "other",
  CreateLoginProfile: "other",
  CreateServiceSpecificCredential: "other",
  CreateVirtualMFADevice: "other",
  DeactivateMFADevice: "other",
  DeleteAccessKey: "other",
  DeleteLoginProfile: "other",
  DeleteServiceSpecificCredential: "other",
  DeleteVirtualMFADevice: "other",
  EnableMFADevice: "other",
  TagPolicy: "other",
  TagRole: "other",
  TagUser: "other",
  UntagPolicy: "other",
  UntagRole: "other",
  UntagUser: "other",
  UpdateAccessKey: "other",
  UpdateLoginProfile: "other",
} as const;
