import { present } from "./present.ts";
import type { UserIdentity } from "./record.ts";

/** Who made a call, by the kind of credential that they used: what can be done about them depends on it. */
export type Credential =
  /** A long-term access key (AKIA…) of an IAM user. */
  | { readonly kind: "user-key"; readonly userName: string; readonly accessKeyId: string }
  /** A session of an IAM user: console, or GetSessionToken. The key that it was made from is not in the record. */
  | { readonly kind: "user-session"; readonly userName: string; readonly accessKeyId?: string }
  /** A session of a role. `sessionName` is chosen by the caller. */
  | {
      readonly kind: "role-session";
      readonly roleName: string;
      readonly roleArn: string;
      /** `AROA…:session-name`, what `aws:userid` holds. */
      readonly userId: string;
      readonly sessionName: string;
      readonly accessKeyId?: string;
      readonly issuedAt?: string;
      /** The session was handed out by an instance's metadata service. */
      readonly instance: boolean;
    }
  /** A role that IAM Identity Center manages; it cannot be edited in IAM. */
  | {
      readonly kind: "identity-center-session";
      readonly roleName: string;
      readonly roleArn?: string;
      readonly userId: string;
      readonly sessionName: string;
    }
  | { readonly kind: "identity-center-user"; readonly userId: string }
  /** A role that belongs to an AWS service. */
  | { readonly kind: "service-linked-role"; readonly roleName: string; readonly roleArn?: string }
  /** GetFederationToken: ends with the user that issued it. */
  | { readonly kind: "federated-user"; readonly issuer?: string; readonly accessKeyId?: string }
  | { readonly kind: "root"; readonly accessKeyId?: string }
  | { readonly kind: "service"; readonly service: string }
  /** Somebody in another account whom the record does not name further. */
  | { readonly kind: "other-account" }
  | { readonly kind: "unknown"; readonly type: string };

/** The caller of an API call. */
export interface Actor {
  /** For people: the ARN, or whatever comes nearest. */
  readonly name: string;
  readonly account?: string;
  readonly arn?: string;
  readonly credential: Credential;
  /** The AWS service that made the call on somebody's behalf. Never to be blamed. */
  readonly invokedBy?: string;
}

/** The user whose own rights a caller has, by key or session; undefined if it is none. */
export const userOf = ({ credential }: Actor): string | undefined =>
  credential.kind === "user-key" || credential.kind === "user-session" ? credential.userName : undefined;

/** The ARNs of a caller: their own, and that of the role behind a session. */
export const arnsOf = ({ arn, credential }: Actor): readonly string[] => [
  ...(arn ? [arn] : []),
  ...(credential.kind === "role-session" ? [credential.roleArn] : []),
];

const lastSegment = (text: string, separator: string) => text.slice(text.lastIndexOf(separator) + 1);

const ofRole = (identity: UserIdentity): Credential => {
  const issuer = identity.sessionContext?.sessionIssuer;
  const assumed = identity.arn ?? "";
  const roleArn = issuer?.arn ?? "";
  const roleName = issuer?.userName || lastSegment(roleArn, "/") || assumed.split("/")[1] || "unknown";
  const userId = identity.principalId ?? "";
  const sessionName = userId.includes(":") ? userId.slice(userId.indexOf(":") + 1) : lastSegment(assumed, "/");
  if (roleArn ? roleArn.includes(":role/aws-service-role/") : roleName.startsWith("AWSServiceRoleFor"))
    return { kind: "service-linked-role", roleName, ...present("roleArn", roleArn) };
  if (roleArn ? roleArn.includes(":role/aws-reserved/sso.amazonaws.com/") : roleName.startsWith("AWSReservedSSO_"))
    return { kind: "identity-center-session", roleName, ...present("roleArn", roleArn), userId, sessionName };
  return {
    kind: "role-session",
    roleName,
    roleArn,
    userId,
    sessionName,
    ...present("accessKeyId", identity.accessKeyId),
    ...present("issuedAt", identity.sessionContext?.attributes?.creationDate),
    instance: Boolean(identity.sessionContext?.ec2RoleDelivery) || /^i-[0-9a-f]+$/i.test(sessionName),
  };
};

const ofUser = (identity: UserIdentity): Credential => {
  const userName = identity.userName || lastSegment(identity.arn ?? "", "/");
  const accessKeyId = identity.accessKeyId ?? "";
  if (!userName) return { kind: "unknown", type: "IAMUser without a name" };
  if (accessKeyId.startsWith("AKIA")) return { kind: "user-key", userName, accessKeyId };
  return { kind: "user-session", userName, ...present("accessKeyId", accessKeyId) };
};

const credentialOf = (identity: UserIdentity): Credential => {
  switch (identity.type) {
    case "IAMUser":
      return ofUser(identity);
    case "AssumedRole":
    case "Role":
      return ofRole(identity);
    case "Root":
      return { kind: "root", ...present("accessKeyId", identity.accessKeyId) };
    case "FederatedUser":
      return {
        kind: "federated-user",
        ...present("issuer", identity.sessionContext?.sessionIssuer?.userName),
        ...present("accessKeyId", identity.accessKeyId),
      };
    case "IdentityCenterUser":
      return { kind: "identity-center-user", userId: identity.onBehalfOf?.userId ?? "unknown" };
    case "AWSAccount":
      return { kind: "other-account" };
    case "AWSService":
      return { kind: "service", service: identity.invokedBy ?? "unknown" };
    default:
      // Service events carry no type at all, only who invoked them.
      return identity.invokedBy && !identity.type
        ? { kind: "service", service: identity.invokedBy }
        : { kind: "unknown", type: identity.type ?? "none" };
  }
};

/** Reads the caller out of `userIdentity`, whichever of its shapes it has; never fails. */
export const actorOf = (identity: UserIdentity | null | undefined): Actor => {
  const from = identity ?? {};
  const credential = credentialOf(from);
  const name =
    from.arn ||
    from.invokedBy ||
    from.userName ||
    from.principalId ||
    (credential.kind === "identity-center-user" ? credential.userId : "");
  return {
    name: name || "unknown",
    ...present("account", from.accountId),
    ...present("arn", from.arn),
    credential,
    ...present("invokedBy", from.invokedBy),
  };
};
