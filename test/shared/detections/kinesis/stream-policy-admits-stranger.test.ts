import { describe, expect, test } from "vitest";
import { streamPolicyAdmitsStranger } from "../../../../shared/detections/kinesis/stream-policy-admits-stranger.ts";
import { home, orders, otherAccount } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamPolicyAdmitsStranger;
const consumer = `${orders}/consumer/analytics:1790000000`;
const partner = "111122223333";

const share = (principal: object, more: object = {}) => ({
  Effect: "Allow",
  Principal: principal,
  Action: "kinesis:GetRecords",
  ...more,
});
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const stranger = share({ AWS: `arn:aws:iam::${otherAccount}:root` });
const open = (changes: object = {}) => baselineWith({ policy: { ...baselineWith().policy, ...changes } });
const found = (text: string, baseline = open(), of = orders) =>
  judge(streamAs({ policies: { [of]: text } }), baseline).map((verdict) => verdict.found);

describe("fires", () => {
  test("for another account, and says what it may do", () => {
    expect(judge(streamAs({ policies: { [orders]: policy(stranger) } }), open())).toStrictEqual([
      {
        evidence: `Statement 1 lets the whole account ${otherAccount} call kinesis:GetRecords, which is not allowed.`,
        found: `AWS ${otherAccount}`,
      },
    ]);
  });

  test("in the policy of a consumer, which is named", () => {
    const [verdict] = judge(streamAs({ policies: { [consumer]: policy(stranger) } }), open());
    expect(verdict).toMatchObject({
      evidence: expect.stringMatching(/^Consumer analytics: Statement 1 lets/) as string,
      found: `consumer analytics: AWS ${otherAccount}`,
    });
  });

  test("once for each stranger, however often and in whichever form they stand there", () => {
    const text = policy(stranger, share({ AWS: [otherAccount, "arn:aws:iam::999999999999:role/x"] }));
    expect(found(text)).toStrictEqual([`AWS ${otherAccount}`, "AWS arn:aws:iam::999999999999:role/x"]);
  });

  test("for everybody but somebody", () => {
    const { Principal: _, ...rest } = share({});
    expect(found(policy({ ...rest, NotPrincipal: { AWS: home.account } }))).toStrictEqual([
      "NotPrincipal of Statement 1",
    ]);
  });

  test("for the own account where only who is listed may be admitted", () => {
    const own = policy(share({ AWS: `arn:aws:iam::${home.account}:root` }));
    expect(found(own, open({ ownAccount: "listed" }))).toStrictEqual([`AWS ${home.account}`]);
  });
});

describe("stays silent", () => {
  test.each([
    ["the own account is admitted", policy(share({ AWS: home.account })), open()],
    ["a partner is, who may be", policy(share({ AWS: partner })), open({ accounts: [partner] })],
    ["a stranger is denied", policy({ ...stranger, Effect: "Deny" }), open()],
    [
      "a condition keeps the grant to the own organization",
      policy(share({ AWS: otherAccount }, { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } })),
      open({ organizations: ["o-a1b2c3d4e5"] }),
    ],
    [
      "whoever is admitted has to be, by a statement that the policy should have",
      policy(stranger),
      open({ guards: policy(stranger) }),
    ],
    ["who was admitted has been deleted", policy(share({ AWS: "AROAEXAMPLEEXAMPLE00" })), open()],
    ["the policy cannot be read, which is another detection's matter", "{", open()],
  ])("when %s", (_, text, baseline) => {
    expect(found(text, baseline)).toStrictEqual([]);
  });

  test("when there is no policy", () => {
    expect(judge(streamAs(), open())).toStrictEqual([]);
  });
});

test("the answer takes those out who were found and not accepted, policy by policy", () => {
  const policies = { [orders]: policy(stranger, share({ AWS: "999999999999" })), [consumer]: policy(stranger) };
  const steps = playbook(streamAs({ policies }), open(), [
    "AWS 999999999999",
    `consumer analytics: AWS ${otherAccount}`,
  ]);
  expect(steps).toMatchObject([
    { action: "tighten-stream-policy", params: { policyOf: orders, strangers: ["AWS 999999999999"] } },
    { action: "tighten-stream-policy", params: { policyOf: consumer, strangers: [`AWS ${otherAccount}`] } },
  ]);
});

test("blames whoever put the policy that now stands there, and nobody who put another", () => {
  const state = streamAs({ policies: { [orders]: policy(stranger) } });
  const put = causes["PutResourcePolicy"];
  expect(put?.({ resourceARN: orders, policy: policy(stranger) }, state, "")).toBe(true);
  for (const request of [{ resourceARN: orders, policy: "{}" }, { resourceARN: consumer }, {}])
    expect(put?.(request, state, "")).toBe(false);
});
