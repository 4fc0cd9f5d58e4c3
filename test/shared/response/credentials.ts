import type { Credential } from "../../../shared/cloudtrail/actor.ts";
import { home } from "../records.ts";

type Kind = Credential["kind"];
type Examples = { readonly [K in Kind]: Extract<Credential, { readonly kind: K }> };

const session = { roleName: "pipeline", userId: "AROAEXAMPLEEXAMPLE000:build-7", sessionName: "build-7" };
/** One credential of each kind. */
export const credentials: Examples = {
  "user-key": { kind: "user-key", userName: "alice", accessKeyId: "AKIAEXAMPLEEXAMPLE00" },
  "user-session": { kind: "user-session", userName: "alice", accessKeyId: "ASIAEXAMPLEEXAMPLE00" },
  "role-session": {
    kind: "role-session",
    ...session,
    roleArn: `arn:aws:iam::${home.account}:role/pipeline`,
    instance: false,
  },
  "identity-center-session": { kind: "identity-center-session", ...session },
  "identity-center-user": { kind: "identity-center-user", userId: "user-1" },
  "service-linked-role": { kind: "service-linked-role", roleName: "AWSServiceRoleForX" },
  "federated-user": { kind: "federated-user", issuer: "alice" },
  root: { kind: "root" },
  service: { kind: "service", service: "kinesis.amazonaws.com" },
  "other-account": { kind: "other-account" },
  unknown: { kind: "unknown", type: "SAMLUser" },
};
