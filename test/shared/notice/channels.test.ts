import { describe, expect, test } from "vitest";
import { eventBus } from "../../../shared/notice/channels/event-bus.ts";
import { securityHub } from "../../../shared/notice/channels/security-hub.ts";
import { chatTopic, onCallTopic } from "../../../shared/notice/channels/topics.ts";
import { incidentNotice } from "../../../shared/notice/incident-notice.ts";
import { inMemory } from "../in-memory.ts";
import { cases } from "./cases.ts";
import { finding, incident, now, telling } from "./incidents.ts";

const { repeats = incident([]) } = cases;
const notice = incidentNotice(repeats, telling, now);
const many = incidentNotice(
  incident([], { findings: Array.from({ length: 15 }, (_, at) => finding({ detection: `d-${at}` })) }),
  telling,
  now,
);

test("the people on call get each form by its protocol, and a chat nothing but its own", async () => {
  const published: unknown[] = [];
  const call = inMemory<"sns:Publish">((_, input) => {
    published.push(input);
    return {};
  });
  await onCallTopic("on-call", call).send(notice);
  await chatTopic("chat", call).send(notice);
  expect(published).toMatchObject([
    { TopicArn: "on-call", Subject: notice.subject, MessageStructure: "json" },
    { TopicArn: "chat", Message: notice.chat },
  ]);
  expect(JSON.parse((published[0] as { readonly Message: string }).Message)).toStrictEqual({
    default: notice.json,
    email: notice.email,
    sms: notice.sms,
  });
});

describe("the event bus", () => {
  test("gets each event, ten at a time, by what it is", async () => {
    const sizes: number[] = [];
    const types = new Set<string | undefined>();
    const call = inMemory<"events:PutEvents">((_, input) => {
      const { Entries = [] } = input as { readonly Entries?: readonly { readonly DetailType?: string }[] };
      sizes.push(Entries.length);
      for (const { DetailType } of Entries) types.add(DetailType);
      return { FailedEntryCount: 0 };
    });
    await eventBus(call).send(many);
    expect(sizes).toStrictEqual([10, 5]);
    await eventBus(call).send(notice);
    expect([...types]).toStrictEqual(["lockkeeper.finding", "lockkeeper.outcome"]);
  });

  test("has not got it all where it says so in a success", async () => {
    const call = inMemory<"events:PutEvents">(() => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: "Throttled" }] }));
    await expect(eventBus(call).send(notice)).rejects.toThrow("1 events were not taken by the event bus: Throttled");
  });
});

describe("Security Hub", () => {
  test("gets the findings", async () => {
    const imported: unknown[] = [];
    const call = inMemory<"securityhub:BatchImportFindings">((_, input) => {
      imported.push(input);
      return { FailedCount: 0 };
    });
    await securityHub(call).send(notice);
    await securityHub(call).send({ ...notice, findings: [] });
    expect(imported).toStrictEqual([{ Findings: notice.findings }]);
  });

  test("has not got them all where it says so in a success", async () => {
    const FailedFindings = [{ Id: "1", ErrorCode: "InvalidInput", ErrorMessage: "no" }];
    const call = inMemory<"securityhub:BatchImportFindings">(() => ({ FailedCount: 1, FailedFindings }));
    await expect(securityHub(call).send(notice)).rejects.toThrow(
      "1 findings were not taken by Security Hub: InvalidInput",
    );
  });
});
