import { createHmac, hash } from "node:crypto";

/**
 * AWS Signature Version 4, as far as a POST with a text in it needs it. The SDK's signer, with what it is made of, would be a sixth of
 * every bundle and a fifth of what a call costs the processor; that both sign alike is a property test.
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** By their names in small letters. */
export type Headers = Readonly<Record<string, string>>;

/** What is signed. The paths of services are of letters, hyphens and slashes, so that nothing in them is to be encoded. */
export interface Signable {
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** For whom, for where, and when. */
export interface Scope {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly at: Date;
}

const algorithm = "AWS4-HMAC-SHA256";
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** The key of a day, a Region and a service; it is the same for all calls of a day. */
const keys = new Map<string, Buffer>();
const mostKeys = 50;

const keyFor = (secret: string, scope: readonly string[]): Buffer => {
  const name = [secret, ...scope].join("/");
  const known = keys.get(name);
  if (known) return known;
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer;
  if (keys.size >= mostKeys) keys.clear();
  keys.set(name, key);
  return key;
};

/** The headers to send it with, all of them signed. */
export const sign = ({ path, headers, body }: Signable, { credentials, region, service, at }: Scope): Headers => {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const sent: Headers = {
    ...headers,
    "x-amz-date": time,
    ...(sessionToken ? { "x-amz-security-token": sessionToken } : {}),
    "x-amz-content-sha256": hash("sha256", body),
  };
  const names = Object.keys(sent).toSorted();
  const signed = names.join(";");
  const lines = names.map((name) => `${name}:${sent[name]?.trim().replace(/\s+/g, " ")}\n`).join("");
  const canonical = `POST\n${path}\n\n${lines}\n${signed}\n${sent["x-amz-content-sha256"]}`;
  const toSign = [algorithm, time, scope.join("/"), hash("sha256", canonical)].join("\n");
  const signature = hmac(keyFor(secretAccessKey, scope), toSign).toString("hex");
  return {
    ...sent,
    authorization: `${algorithm} Credential=${accessKeyId}/${scope.join("/")}, SignedHeaders=${signed}, Signature=${signature}`,
  };
};

/** Those that Lambda gives to a function. @throws Error when there are none */
export const ownCredentials = (): Credentials => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error("there are no credentials in the environment");
  return { accessKeyId, secretAccessKey, sessionToken };
};
