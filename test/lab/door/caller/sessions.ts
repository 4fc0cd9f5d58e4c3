import type { Policy } from "../../iam/types.ts";
import type { Call, Input } from "../types.ts";
import { isFields, listOf, tagsOf, textOf } from "../values.ts";
import type { Caller } from "./caller.ts";
import type { IamState } from "./iam-state.ts";

/** Temporary credentials that were handed out through the door. */
export interface Session {
  readonly kind: "role" | "user" | "federated";
  readonly accessKeyId: string;
  readonly token: string;
  readonly account: string;
  /** Session name of a role, name of a federated user; empty for GetSessionToken. */
  readonly name: string;
  /** Roles only. */
  readonly roleArn: string | undefined;
  /** The user behind GetSessionToken and GetFederationToken, and the long-term key they were asked for with. */
  readonly userName: string | undefined;
  readonly issuedWith: string | undefined;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly policies: readonly Policy[];
  readonly sourceIdentity: string | undefined;
  readonly mfa: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export type Sessions = Map<string, Session>;

/** Notes the credentials in an answer of STS that is on its way to a client. */
export const learnSession = async (
  sessions: Sessions,
  iam: IamState,
  call: Pick<Call, "operation" | "input" | "time">,
  caller: Caller | undefined,
  output: Input,
): Promise<void> => {
  const credentials = output.Credentials;
  if (!isFields(credentials) || !/^(AssumeRole|GetSessionToken|GetFederationToken)/.test(call.operation)) return;
  const { input } = call;
  const roleArn = textOf(input.RoleArn);
  const user = caller?.userName;
  const accessKeyId = String(credentials.AccessKeyId);
  sessions.set(accessKeyId, {
    kind: roleArn ? "role" : call.operation === "GetFederationToken" ? "federated" : "user",
    accessKeyId,
    token: String(credentials.SessionToken),
    account: roleArn?.split(":")[4] ?? caller?.account ?? "",
    name: textOf(input.RoleSessionName) ?? textOf(input.Name) ?? "",
    roleArn,
    userName: roleArn ? undefined : user,
    issuedWith: caller?.accessKeyId,
    // Policies compare aws:TokenIssueTime to the second.
    issuedAt: new Date(Math.floor(call.time.getTime() / 1000) * 1000),
    expiresAt:
      credentials.Expiration instanceof Date ? credentials.Expiration : new Date(String(credentials.Expiration)),
    policies: await sessionPolicies(iam, input),
    sourceIdentity: textOf(input.SourceIdentity) ?? caller?.session?.sourceIdentity,
    mfa: input.SerialNumber !== undefined && input.TokenCode !== undefined,
    tags: tagsOf(input.Tags),
  });
};

const sessionPolicies = async (iam: IamState, { Policy: inline, PolicyArns }: Input): Promise<readonly Policy[]> => {
  const arns = listOf(PolicyArns).flatMap(({ arn }) => textOf(arn) ?? []);
  const managed = await Promise.all(arns.map(iam.managed));
  if (typeof inline !== "string") return managed;
  const own: Policy = JSON.parse(inline);
  return [own, ...managed];
};
