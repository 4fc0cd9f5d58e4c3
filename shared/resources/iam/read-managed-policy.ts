import type { Call, Output } from "../../aws/operations.ts";
import { textOf } from "./document.ts";
import { allPages, type IamCall } from "./pages.ts";
import { blankIdentity, type IdentityState } from "./state.ts";

/** A version of a managed policy, and what it says. */
export interface PolicyVersion {
  readonly id: string;
  readonly isInForce: boolean;
  readonly text: string;
}

type Listed = NonNullable<Output<"iam:ListPolicyVersions">["Versions"]>;

/** The versions of a managed policy, the newest first, without what they say. */
export const listVersions = async (PolicyArn: string, call: Call<"iam:ListPolicyVersions">): Promise<Listed> => {
  const pages = await allPages((from) => call("iam:ListPolicyVersions", { PolicyArn, ...from }));
  return pages.flatMap(({ Versions = [] }) => Versions);
};

/** What they say. */
export const readVersions = (
  PolicyArn: string,
  listed: Listed,
  call: Call<"iam:GetPolicyVersion">,
): Promise<readonly PolicyVersion[]> =>
  Promise.all(
    listed.map(async ({ VersionId: id = "", IsDefaultVersion: isInForce = false }) => {
      const { PolicyVersion: read } = await call("iam:GetPolicyVersion", { PolicyArn, VersionId: id });
      return { id, isInForce, text: textOf(read?.Document) };
    }),
  );

/** A managed policy with all its versions. */
export const readManagedPolicy = async (PolicyArn: string, call: IamCall): Promise<IdentityState> => {
  const [{ Policy }, listed] = await Promise.all([call("iam:GetPolicy", { PolicyArn }), listVersions(PolicyArn, call)]);
  const versions = await readVersions(PolicyArn, listed, call);
  return {
    ...blankIdentity(PolicyArn),
    versions: Object.fromEntries(versions.map(({ id, text }) => [id, text] as const)),
    inForce: Policy?.DefaultVersionId ?? null,
    attachments: Policy?.AttachmentCount ?? 0,
  };
};
