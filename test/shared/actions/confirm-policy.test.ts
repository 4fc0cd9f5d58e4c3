import { describe, expect, test } from "vitest";
import { confirmTightened } from "../../../shared/actions/kinesis/confirm-policy.ts";
import { tightenStreamPolicy } from "../../../shared/actions/kinesis/tighten-stream-policy.ts";
import { inMemory } from "../in-memory.ts";
import { home, orders, otherAccount } from "../records.ts";

/** The local AWS has no Access Analyzer, so that its answers are made up here; the requests are those that its API reference shows. */

type Reads = (typeof tightenStreamPolicy.reads)[number];
const asked: { readonly permission: string; readonly input: unknown }[] = [];
const answering = (results: Readonly<Record<string, object>>) =>
  inMemory<Reads>((permission, input) => {
    asked.push({ permission, input });
    return results[permission] ?? { result: "PASS" };
  });

const before = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["${home.account}","${otherAccount}"]},"Action":"kinesis:GetRecords"}]}`;
const after = before.replace(`,"${otherAccount}"`, "");

test("asks whether anything new is allowed, and anything to the public, of the kind of resource that it is", async () => {
  asked.length = 0;
  await confirmTightened(`${orders}/consumer/a:1`, before, after, answering({}));
  expect(asked).toStrictEqual([
    {
      permission: "access-analyzer:CheckNoNewAccess",
      input: { newPolicyDocument: after, existingPolicyDocument: before, policyType: "RESOURCE_POLICY" },
    },
    {
      permission: "access-analyzer:CheckNoPublicAccess",
      input: { policyDocument: after, resourceType: "AWS::Kinesis::StreamConsumer" },
    },
  ]);
});

test.each([
  ["access-analyzer:CheckNoNewAccess", { result: "FAIL", message: "more" }, /did not before: more$/],
  ["access-analyzer:CheckNoPublicAccess", { result: "FAIL", message: "all" }, /to the public: all$/],
  ["access-analyzer:CheckNoNewAccess", {}, /did not before: $/],
])("%s %j is no agreement", async (permission, result, message) => {
  const confirmed = confirmTightened(orders, before, after, answering({ [permission]: result }));
  await expect(confirmed).rejects.toThrow(message);
});

describe("tightening", () => {
  const params = {
    stream: orders,
    policyOf: orders,
    allowed: {
      account: home.account,
      ownAccount: "whole",
      accounts: [],
      principals: [],
      organizations: [],
      services: [],
    },
    strangers: [`AWS ${otherAccount}`],
  } as const;
  const aws = (result: "PASS" | "FAIL") =>
    answering({
      "kinesis:DescribeStreamSummary": { StreamDescriptionSummary: { StreamStatus: "ACTIVE" } },
      "kinesis:GetResourcePolicy": { Policy: before },
      "access-analyzer:CheckNoNewAccess": { result },
    });

  test("is planned when it is confirmed, and not when it is not", async () => {
    expect(await tightenStreamPolicy.plan({ ...params, confirm: true }, aws("PASS"))).toMatchObject({ before, after });
    await expect(tightenStreamPolicy.plan({ ...params, confirm: true }, aws("FAIL"))).rejects.toThrow("not confirm");
  });

  test("asks nobody unless it was declared", async () => {
    asked.length = 0;
    await tightenStreamPolicy.plan({ ...params, confirm: false }, aws("FAIL"));
    expect(asked.filter(({ permission }) => permission.startsWith("access-analyzer:"))).toStrictEqual([]);
  });
});
