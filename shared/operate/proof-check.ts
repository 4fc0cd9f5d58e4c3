import { timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { askCallerIdentity, stsEndpoint } from "../aws/caller-identity.ts";
import type { Headers } from "../aws/sign.ts";
import { spendOrder } from "../ledger/spent-order.ts";
import type { Ledger } from "../ledger/table.ts";
import { amzDate, hashOf, type Ordered, orderHeader, type Proven } from "./proof.ts";
import { Refused } from "./refused.ts";

/** Shorter than STS's own 15 minutes. */
const minutes = 5;

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(2_000));
const proven = v.strictObject({
  order: v.strictObject({
    verb: text,
    // What may be in them, the verb says.
    params: v.record(text, v.union([v.pipe(v.string(), v.maxLength(2_000)), v.boolean()])),
    function: text,
    nonce: v.pipe(v.string(), v.uuid()),
    time: v.pipe(v.string(), v.isoTimestamp()),
  }),
  // A session token alone can be longer than any other text here.
  proof: v.record(v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)), v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,8192}$/))),
});

/** Nothing else is passed on to STS: it might mean something else there. */
const allowed = new Set([
  "authorization",
  "content-type",
  "host",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-security-token",
  orderHeader,
]);
const mustBeSigned = ["host", "x-amz-date", orderHeader];

/** Where an order is taken, and what is known there. */
export interface Counter {
  readonly ledger: Ledger<"dynamodb:PutItem">;
  readonly home: { readonly account: string; readonly region: string };
  /** The function's own name. */
  readonly functionName: string;
}

/** @throws Refused. What does not fit is not shown: it may be a session token */
export const readProven = (event: unknown): Proven => {
  const parsed = v.safeParse(proven, event);
  if (parsed.success) return parsed.output;
  throw new Refused(
    "the order cannot be read: expected { order, proof } as `npx serverless lockkeeper` sends it, of the same version",
  );
};

/** To the letter: what STS and we could read in two ways might be signed in one of them and not in the other. */
const authorized =
  /^AWS4-HMAC-SHA256 Credential=[A-Z0-9]{16,128}\/\d{8}\/[a-z0-9-]+\/sts\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/;
const signedHeadersIn = (authorization: string | undefined): readonly string[] =>
  authorized.exec(authorization ?? "")?.[1]?.split(";") ?? [];

const isSame = (a: string | undefined, b: string): boolean =>
  a?.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** What is wrong with a proof as far as it can be seen without STS. */
const flaw = (order: Ordered, proof: Headers, { ledger, home, functionName }: Counter): string | undefined => {
  const strange = Object.keys(proof).find((name) => !allowed.has(name));
  if (strange !== undefined) return "headers: expected only those that the request needs";
  if (proof["host"] !== stsEndpoint(home.region).host)
    return `host: expected ${stsEndpoint(home.region).host}, STS in ${home.region}`;
  const signed = signedHeadersIn(proof["authorization"]);
  const unsigned = mustBeSigned.find((name) => !signed.includes(name));
  if (unsigned !== undefined) return `${unsigned}: expected to be among the signed headers`;
  if (!isSame(proof[orderHeader], hashOf(order))) return `${orderHeader}: expected the hash of this order`;
  if (order.function !== functionName) return `function: expected ${functionName}`;
  const at = new Date(order.time);
  if (proof["x-amz-date"] !== amzDate(at)) return "x-amz-date: expected the time of the order";
  if (Math.abs(ledger.now().getTime() - at.getTime()) > minutes * 60_000)
    return `time: expected within ${minutes} minutes of now; is the clock right?`;
  return undefined;
};

/**
 * Whose order it is: the ARN, as STS says it.
 * @throws Refused if that is not proven; what STS or the table throws
 */
export const provenBy = async ({ order, proof }: Proven, counter: Counter): Promise<string> => {
  const { ledger, home } = counter;
  const wrong = flaw(order, proof, counter);
  if (wrong !== undefined) throw new Refused(`the proof of who you are does not hold. ${wrong}`);
  const identity = await askCallerIdentity(home.region, proof);
  if ("refused" in identity)
    throw new Refused(
      `the proof of who you are does not hold. STS refuses the credentials that signed it: ${identity.refused.slice(0, 60)}`,
    );
  if (identity.account !== home.account)
    throw new Refused(`the order comes from another account: expected credentials of ${home.account}`);
  if (!(await spendOrder(ledger, order.nonce)))
    throw new Refused("the proof was used before: expected a new one for each order");
  return identity.arn;
};
