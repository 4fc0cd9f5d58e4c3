import { describe, expect, test } from "vitest";
import { streamPolicyGuardRemoved } from "../../../../shared/detections/kinesis/stream-policy-guard-removed.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamPolicyGuardRemoved;
const partner = '{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kinesis:ListShards"}';
const guard = '{"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"kinesis:PutRecord"}';
const policy = (...statements: readonly string[]) => `{"Version":"2012-10-17","Statement":[${statements.join(",")}]}`;
const guarded = baselineWith({ policy: { ...baselineWith().policy, guards: policy(partner, guard) } });
const streamOf = (text?: string) => streamAs({ policies: text === undefined ? {} : { [orders]: text } });

describe("fires", () => {
  test("for each statement that is gone, and names it", () => {
    const [first, second] = judge(streamOf(), guarded);
    expect(first?.found).toBe('Statement "Partner"');
    expect(first?.evidence).toBe('Statement "Partner" of the baseline (Allow kinesis:ListShards) is gone.');
    expect(second?.evidence).toBe("Statement 2 of the baseline (Deny kinesis:PutRecord) is gone.");
  });

  test("for one that says something else now", () => {
    const changed = partner.replace("ListShards", "GetRecords");
    expect(judge(streamOf(policy(changed, guard)), guarded)).toMatchObject([
      { evidence: 'Statement "Partner" of the baseline (Allow kinesis:ListShards) was changed.' },
    ]);
  });
});

describe("stays silent", () => {
  test.each([
    ["they are there", streamOf(policy(partner, guard)), guarded],
    ["they are, in other words and with others", streamOf(policy(guard, partner.replace('"Partner"', '"P"'))), guarded],
    [
      "one of them lets in a stranger besides, who is taken out of it",
      streamOf(policy(partner.replace('"111122223333"', '["111122223333","999999999999"]'), guard)),
      baselineWith({ policy: { ...guarded.policy, accounts: ["111122223333"] } }),
    ],
    ["none has to be there", streamOf(), baselineWith()],
    ["the policy cannot be read, which is another detection's matter", streamOf("{"), guarded],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toStrictEqual([]);
  });
});

test("the answer puts those back that were found and not accepted, byte for byte", () => {
  expect(playbook(streamOf(), guarded, ['Statement "Partner"'])).toStrictEqual([
    { action: "restore-stream-policy", params: { stream: orders, guards: policy(partner) } },
  ]);
});

test("the answer waits until strangers are out of the policy, since both write the whole of it", () => {
  const state = streamOf(policy('{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"kinesis:GetRecords"}'));
  expect(playbook(state, guarded, ['Statement "Partner"'])).toMatchObject([{ waitSeconds: 5 }]);
});

test("blames whoever deleted the policy, or put the one that now stands there", () => {
  expect(causes["DeleteResourcePolicy"]?.({ resourceARN: orders }, streamOf(), "")).toBe(true);
  expect(causes["DeleteResourcePolicy"]?.({ resourceARN: orders }, streamOf(policy(guard)), "")).toBe(false);
  expect(causes["DeleteResourcePolicy"]?.({ resourceARN: `${orders}/consumer/a:1` }, streamOf(), "")).toBe(false);
  const put = causes["PutResourcePolicy"];
  expect(put?.({ resourceARN: orders, policy: policy(guard) }, streamOf(policy(guard)), "")).toBe(true);
  expect(put?.({ resourceARN: orders, policy: policy(partner) }, streamOf(policy(guard)), "")).toBe(false);
});
