import { randomBytes } from "node:crypto";
import type { Caller } from "../caller/caller.ts";
import { renderOutput } from "../reply/output.ts";
import type { Call } from "../types.ts";
import type { Answers } from "./types.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** moto hands out the same constant key for every session token, and does not know who calls with it. */
export const stsAnswers = (): Answers => ({
  answer: async (call, caller) => {
    if (call.operation === "GetCallerIdentity")
      return renderOutput(call, { UserId: caller.userId, Account: caller.account, Arn: caller.arn });
    if (call.operation === "GetSessionToken") return renderOutput(call, { Credentials: credentials(call) });
    if (call.operation === "GetFederationToken")
      return renderOutput(call, { Credentials: credentials(call), FederatedUser: federatedUser(call, caller) });
    return undefined;
  },
});

const credentials = ({ input, time }: Call) => {
  const seconds = typeof input.DurationSeconds === "number" ? input.DurationSeconds : 43_200;
  return {
    AccessKeyId: `ASIA${[...randomBytes(16)].map((byte) => letters[byte % 32]).join("")}`,
    SecretAccessKey: randomBytes(30).toString("base64"),
    SessionToken: randomBytes(180).toString("base64"),
    Expiration: new Date(time.getTime() + seconds * 1000),
  };
};

const federatedUser = ({ input }: Call, { account }: Caller) => ({
  FederatedUserId: `${account}:${String(input.Name)}`,
  Arn: `arn:aws:sts::${account}:federated-user/${String(input.Name)}`,
});
