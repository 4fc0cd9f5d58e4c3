import { textOf } from "./document.ts";
import { all, type IamCall } from "./pages.ts";
import { blankIdentity, type IdentityState } from "./state.ts";

/** A managed policy with all its versions. */
export const readManagedPolicy = async (PolicyArn: string, call: IamCall): Promise<IdentityState> => {
  const [{ Policy }, versions] = await Promise.all([
    call("iam:GetPolicy", { PolicyArn }),
    all(call, "iam:ListPolicyVersions", { PolicyArn }, (page) => page.Versions),
  ]);
  const texts = await Promise.all(
    versions.map(async ({ VersionId = "" }) => {
      const { PolicyVersion } = await call("iam:GetPolicyVersion", { PolicyArn, VersionId });
      return [VersionId, textOf(PolicyVersion?.Document)] as const;
    }),
  );
  return {
    ...blankIdentity(PolicyArn),
    versions: Object.fromEntries(texts),
    inForce: Policy?.DefaultVersionId ?? null,
    attachments: Policy?.AttachmentCount ?? 0,
  };
};
