import type { Caller } from "../door/caller/caller.ts";
import { trailTime } from "./dates.ts";
import type { Fields } from "./types.ts";

/** `userIdentity`. Source: CloudTrail User Guide, "CloudTrail userIdentity element". */
export const userIdentity = (caller: Caller): Fields => {
  if (caller.type === "AWSService") return { type: "AWSService", invokedBy: caller.arn };
  if (caller.type === "WebIdentityUser")
    return { type: caller.type, principalId: caller.userId, userName: caller.userName ?? "" };
  const { type, userId: principalId, arn, account: accountId, accessKeyId, userName } = caller;
  return {
    type,
    principalId,
    arn,
    accountId,
    ...(accessKeyId ? { accessKeyId } : {}),
    ...(type === "IAMUser" && userName ? { userName } : {}),
    ...sessionContext(caller),
  };
};

const sessionContext = ({ type, session, issuer, account }: Caller): Fields => {
  if (!session) return {};
  const attributes = { creationDate: trailTime(session.issuedAt), mfaAuthenticated: String(session.mfa) };
  if (type === "Root" || type === "IAMUser" || !issuer)
    return { sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes } };
  const sessionIssuer = {
    type: type === "AssumedRole" ? "Role" : "IAMUser",
    principalId: issuer.id,
    arn: issuer.arn,
    accountId: account,
    userName: issuer.name,
  };
  const source = session.sourceIdentity ? { sourceIdentity: session.sourceIdentity } : {};
  return { sessionContext: { sessionIssuer, attributes, ...source } };
};
