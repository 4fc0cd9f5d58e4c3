import { describe, expect, test } from "vitest";
import { streamStateKeptBack } from "../../../../shared/detections/kinesis/stream-state-kept-back.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamStateKeptBack;
const denied = { error: "AccessDeniedException", denied: true };

describe("fires", () => {
  test("for each part that is kept from us", () => {
    expect(judge(streamAs({ unread: { policies: denied, tags: denied } }), baselineWith())).toStrictEqual([
      {
        evidence:
          "Lockkeeper may not read the policies of the stream and its consumers any more: AccessDeniedException.",
        found: "policies",
      },
      { evidence: "Lockkeeper may not read the stream's tags any more: AccessDeniedException.", found: "tags" },
    ]);
  });

  test("for a policy that cannot be read, and says why", () => {
    const [verdict] = judge(
      streamAs({ policies: { [orders]: '{"Statement":[{"Effect":"Perhaps"}]}' } }),
      baselineWith(),
    );
    expect(verdict?.found).toBe(`policy of ${orders}`);
    expect(verdict?.evidence).toMatch(/cannot be read: .*Effect.*"Allow" or "Deny"/);
  });
});

test("stays silent about what is out of reach for the moment, and where all is read", () => {
  const busy = { error: "LimitExceededException", denied: false };
  expect(judge(streamAs({ unread: { policies: busy } }), baselineWith())).toStrictEqual([]);
  expect(judge(streamAs(), baselineWith())).toStrictEqual([]);
});

test("people decide; whoever put such a policy is blamed", () => {
  const state = streamAs({ policies: { [orders]: "{" } });
  expect(playbook(state, baselineWith(), [`policy of ${orders}`])).toStrictEqual([]);
  const put = causes["PutResourcePolicy"];
  expect(put?.({ resourceARN: orders, policy: "{" }, state, `policy of ${orders}`)).toBe(true);
  expect(put?.({ resourceARN: orders, policy: "{" }, state, "policies")).toBe(false);
});
