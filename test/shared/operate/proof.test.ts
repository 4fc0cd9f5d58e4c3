import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { signCallerIdentity } from "../../../shared/aws/caller-identity.ts";
import { amzDate, hashOf, orderHeader, type Proven, prove } from "../../../shared/operate/proof.ts";
import { type Counters, takeOrder } from "../../../shared/operate/take-order.ts";
import { verbs } from "../../../shared/operate/verbs/index.ts";
import { home, otherAccount } from "../records.ts";
import { by, deskWith, now } from "./desk.ts";

/** Orders with proofs of every kind, before an STS that says yes to whatever reaches it: what it may be asked is decided here. */
let sts: Server;
let answers: { readonly status: number; readonly body: string };
let asked: string[];
const identity = (arn: string, account: string) =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

beforeAll(async () => {
  sts = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      asked.push(body);
      response.writeHead(answers.status).end(answers.body);
    });
  });
  await new Promise<void>((resolve) => {
    sts.listen(0, "127.0.0.1", resolve);
  });
  vi.stubEnv("AWS_ENDPOINT_URL_STS", `http://127.0.0.1:${(sts.address() as AddressInfo).port}`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  sts.close();
});
beforeEach(() => {
  asked = [];
  answers = { status: 200, body: identity(by, home.account) };
});

const functionName = "lockkeeper-dev-operate";
const credentials = { accessKeyId: "AKIAEXAMPLEEXAMPLE00", secretAccessKey: "secret", sessionToken: "token" };
const freeze = { verb: "freeze", params: { reason: "odd" }, function: functionName };
const ordered = async (at = new Date(now), order: Parameters<typeof prove>[0] = freeze): Promise<Proven> =>
  prove(order, { credentials, region: home.region }, at);

const counter = (operators: readonly string[] = [by]): Counters => {
  const { by: _, person: __, ...desk } = deskWith([]).desk;
  return { ...desk, settings: { operators, exemptions: [] }, home, functionName, verbs };
};

const minutesAgo = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000);
const problem = async (event: unknown, counters = counter()): Promise<string> => {
  const { answer } = await takeOrder(counters, event);
  if (answer.ok) throw new Error("it was taken");
  return answer.problem;
};

/** The order, with one header of its proof changed after it was signed. */
const withHeader = async (name: string, value: string): Promise<Proven> => {
  const { order, proof } = await ordered();
  return { order, proof: { ...proof, [name]: value } };
};

test("a proven order is carried out, and STS is asked one thing only", async () => {
  const { answer, by: who, verb } = await takeOrder(counter(), await ordered());
  expect(answer).toMatchObject({ ok: true, data: { freeze: { by, reason: "odd" } } });
  expect([who, verb]).toStrictEqual([by, "freeze"]);
  expect(asked).toStrictEqual(["Action=GetCallerIdentity&Version=2011-06-15"]);
});

test("a clock that is a little off does no harm", async () => {
  for (const minutes of [4, -4])
    expect((await takeOrder(counter(), await ordered(minutesAgo(minutes)))).answer.ok).toBe(true);
});

describe("what does not hold is refused before STS is asked", () => {
  test.each<[string, () => Promise<unknown>, string]>([
    [
      "other parameters",
      async () => {
        const { order, proof } = await ordered();
        return { order: { ...order, params: { reason: "fine" } }, proof };
      },
      "expected the hash of this order",
    ],
    [
      "another verb",
      async () => {
        const { order, proof } = await ordered();
        return { order: { ...order, verb: "unfreeze" }, proof };
      },
      "expected the hash of this order",
    ],
    [
      "a new nonce",
      async () => {
        const { order, proof } = await ordered();
        return { order: { ...order, nonce: crypto.randomUUID() }, proof };
      },
      "expected the hash of this order",
    ],
    [
      "an order for another function",
      () => ordered(new Date(now), { ...freeze, function: "lockkeeper-prod-operate" }),
      `function: expected ${functionName}`,
    ],
    ["an old proof", () => ordered(minutesAgo(6)), "time: expected within 5 minutes"],
    ["a proof of the future", () => ordered(minutesAgo(-6)), "time: expected within 5 minutes"],
    ["another host", () => withHeader("host", "sts.evil.example"), "host: expected 127.0.0.1"],
    [
      "another date than the order's",
      () => withHeader("x-amz-date", amzDate(minutesAgo(1))),
      "x-amz-date: expected the time of the order",
    ],
    [
      "a header that might mean something else",
      () => withHeader("x-forwarded-host", "evil.example"),
      "headers: expected only",
    ],
    [
      "a hash that is not signed",
      async () => {
        const { order } = await ordered();
        const proof = signCallerIdentity({ credentials, region: home.region, at: new Date(now) }, {});
        return { order, proof: { ...proof, [orderHeader]: hashOf(order) } };
      },
      `${orderHeader}: expected to be among the signed headers`,
    ],
    [
      "no signature at all",
      async () => {
        const { order, proof } = await ordered();
        const { authorization: _, ...rest } = proof;
        return { order, proof: rest };
      },
      "expected to be among the signed headers",
    ],
    ["a header with a line of its own", () => withHeader("content-type", "a\r\nx: y"), "the order cannot be read"],
    ["no proof", async () => ({ order: (await ordered()).order }), "the order cannot be read"],
    ["something else", async () => ({ Records: [] }), "the order cannot be read"],
    ["nothing", async () => null, "the order cannot be read"],
  ])("%s", async (_, event, expected) => {
    const said = await problem(await event());
    expect(said).toContain(expected);
    expect(said).not.toContain("token");
    expect(asked).toStrictEqual([]);
  });
});

test("a proof counts once, however often it is sent and whatever it was for", async () => {
  const counters = counter();
  const event = await ordered();
  expect((await takeOrder(counters, event)).answer.ok).toBe(true);
  expect(await problem(event, counters)).toContain("the proof was used before");
});

test("credentials that STS refuses prove nothing, and nothing but its code is passed on", async () => {
  answers = {
    status: 403,
    body: "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>AKIA</Message></Error></ErrorResponse>",
  };
  expect(await problem(await ordered())).toMatch(/STS refuses the credentials that signed it: SignatureDoesNotMatch$/);
  answers = { status: 500, body: "oops" };
  expect(await problem(await ordered())).toContain("Http500");
});

test("whoever comes from another account is refused, and so is who is no operator", async () => {
  answers = { status: 200, body: identity(`arn:aws:iam::${otherAccount}:user/olga`, otherAccount) };
  expect(await problem(await ordered(), counter(["arn:aws:iam::*:user/olga"]))).toContain("another account");
  answers = { status: 200, body: identity(`arn:aws:iam::${home.account}:user/eve`, home.account) };
  expect(await problem(await ordered())).toContain("user/eve may not give orders");
  expect(await problem(await ordered(), counter([]))).toContain("nobody may give orders");
});

test("a verb that there is not is refused, and an error is named without its stack", async () => {
  expect(await problem(await ordered(new Date(now), { ...freeze, verb: "obey" }))).toContain(
    "expected one of accept, ",
  );
  const broken = counter();
  const call = broken.ledger.call;
  const failing = {
    ...broken,
    ledger: {
      ...broken.ledger,
      call: (async (permission: never, input: { readonly Item?: { readonly pk?: { readonly S?: string } } }) => {
        if (input.Item?.pk?.S === "control") throw new TypeError("the table is gone");
        return call(permission, input as never);
      }) as typeof call,
    },
  };
  const said = await problem(await ordered(), failing);
  expect(said).toContain("TypeError: the table is gone");
  expect(said).not.toContain("proof.test.ts");
});
