import { type Call, ServiceError } from "../types.ts";
import { textOf } from "../values.ts";
import type { Caller } from "./caller.ts";

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly sub?: string;
}

/**
 * The caller of AssumeRoleWithWebIdentity: whoever the token says. The token's signature is not checked; the role's trust
 * policy has to name the provider. Throws ServiceError for a token that cannot be read.
 */
export const webIdentityCaller = (call: Call, account: string): Caller => {
  const { iss = "", aud = "", sub = "" } = claims(textOf(call.input.WebIdentityToken) ?? "");
  const provider = iss.replace(/^https?:\/\//, "");
  const arn = `arn:aws:iam::${account}:oidc-provider/${provider}`;
  return {
    type: "WebIdentityUser",
    arn,
    principalArn: arn,
    names: [arn],
    userId: `${arn}:${aud}:${sub}`,
    account,
    accessKeyId: undefined,
    userName: sub,
    issuer: undefined,
    session: undefined,
    tags: {},
    claims: { [`${provider}:aud`]: aud, [`${provider}:sub`]: sub },
    identity: [],
    boundary: undefined,
  };
};

const claims = (token: string): Claims => {
  try {
    const read: Claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return read;
  } catch {
    throw new ServiceError("InvalidIdentityToken", "The web identity token provided could not be parsed", 400);
  }
};
