import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { ownCredentials, type Scope, type Signable, sign } from "../../../shared/aws/sign.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,15}$/);
const visible = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,40}[\x21-\x7e])?$/);
/** Of hop-by-hop headers and the like no signer takes account. */
const headers = fc.dictionary(
  name.map((one) => `x-${one}`),
  visible,
);
const signable: fc.Arbitrary<Signable> = fc.record({
  path: fc.stringMatching(/^(\/[a-z][a-z-]{0,12}){0,3}$/).map((path) => path || "/"),
  headers: headers.map((more) => ({ host: "dynamodb.us-east-1.amazonaws.com", ...more })),
  body: fc.string({ unit: "binary", maxLength: 200 }),
});
const scope: fc.Arbitrary<Scope> = fc.record({
  credentials: fc.record({
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{20}$/),
    secretAccessKey: visible,
    sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,80}$/), { nil: undefined }),
  }),
  region: fc.constantFrom("us-east-1", "eu-central-1", "cn-north-1"),
  service: fc.constantFrom("dynamodb", "iam", "sqs", "access-analyzer"),
  at: fc.date({ min: new Date("2020-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
});

const signedBySdk = async (
  { path, headers: given, body }: Signable,
  { credentials, region, service, at }: Scope,
): Promise<Readonly<Record<string, string>>> => {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service,
    sha256: Sha256,
  });
  const request = new HttpRequest({ method: "POST", path, headers: { ...given }, body });
  return (await signer.sign(request, { signingDate: at })).headers;
};

test("a request is signed as the SDK signs it", async () => {
  await fc.assert(
    fc.asyncProperty(signable, scope, async (request, as) => {
      expect(sign(request, as)).toEqual(await signedBySdk(request, as));
    }),
    { numRuns: 500 },
  );
});

test("more keys than are kept are still the right ones, and a day has its own", async () => {
  const request: Signable = { path: "/", headers: { host: "sqs.eu-central-1.amazonaws.com" }, body: "{}" };
  const credentials = { accessKeyId: "AKIAEXAMPLEEXAMPLE00", secretAccessKey: "secret" };
  for (let day = 0; day < 120; day += 1) {
    const at = new Date(Date.UTC(2026, 0, 1 + (day % 60)));
    const as: Scope = { credentials, region: "eu-central-1", service: "sqs", at };
    expect(sign(request, as)).toEqual(await signedBySdk(request, as));
  }
});

test("without credentials nothing is signed", () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  expect(() => ownCredentials()).toThrow("no credentials");
  vi.unstubAllEnvs();
});
