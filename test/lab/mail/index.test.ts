import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Moto, startMoto } from "../moto/index.ts";
import { type Mailbox, openMailbox } from "./index.ts";

let folder: string;
let mailbox: Mailbox;
let moto: Moto;
let sns: SNSClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockkeeper-test-"));
  mailbox = openMailbox(join(folder, "messages"));
  moto = await startMoto({ onDelivery: mailbox.receive });
  sns = new SNSClient({
    endpoint: moto.url,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
}, 120_000);
afterAll(async () => {
  await moto.stop();
  await rm(folder, { recursive: true });
});

const topicWith = async (name: string, subscriptions: Readonly<Record<string, string>>, Attributes = {}) => {
  const { TopicArn } = await sns.send(
    new CreateTopicCommand({ Name: name, Attributes: { DisplayName: "Lockkeeper" } }),
  );
  for (const [Endpoint, Protocol] of Object.entries(subscriptions)) {
    await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
  }
  return TopicArn;
};

describe("the mailbox", () => {
  it("gets each protocol's body of a structured message, once for each subscription", async () => {
    const TopicArn = await topicWith("structured", {
      "a@example.com": "email",
      "+4915112345678": "sms",
      "b@example.com": "email-json",
    });
    const Message = JSON.stringify({ default: "for all", email: "for mail", sms: "for phones" });
    await sns.send(new PublishCommand({ TopicArn, Subject: "Look", MessageStructure: "json", Message }));
    await mailbox.waitFor(({ endpoint }) => endpoint === "b@example.com", 2000);
    const bodies = Object.fromEntries(mailbox.messages().map(({ endpoint, body }) => [endpoint, body]));
    expect(bodies).toStrictEqual({
      "a@example.com": "for mail",
      "+4915112345678": "for phones",
      "b@example.com": "for all",
    });
  });

  it("shows an e-mail as the person sees it, and writes it to a file", async () => {
    const TopicArn = await topicWith("shown", { "c@example.com": "email" });
    await sns.send(new PublishCommand({ TopicArn, Subject: "A subject", Message: "A text" }));
    const { text, file } = await mailbox.waitFor(({ endpoint }) => endpoint === "c@example.com", 2000);
    expect(text).toMatch(/^From: Lockkeeper <.*>\nTo: c@example.com\nSubject: A subject\n/);
    expect(text).toContain("\n\nA text\n");
    expect(await readFile(file ?? "", "utf8")).toBe(text);
  });

  it("gets nothing that a filter policy holds back", async () => {
    const FilterPolicy = JSON.stringify({ severity: ["Critical"] });
    const TopicArn = await topicWith("filtered", { "d@example.com": "email" }, { FilterPolicy });
    const severity = (StringValue: string) => ({ severity: { DataType: "String", StringValue } });
    await sns.send(new PublishCommand({ TopicArn, Message: "minor", MessageAttributes: severity("Low") }));
    await sns.send(new PublishCommand({ TopicArn, Message: "major", MessageAttributes: severity("Critical") }));
    await mailbox.waitFor(({ body }) => body === "major", 2000);
    expect(
      mailbox
        .messages()
        .filter(({ endpoint }) => endpoint === "d@example.com")
        .map(({ body }) => body),
    ).toStrictEqual(["major"]);
  });

  it("says what was received when it waits in vain", async () => {
    await expect(mailbox.waitFor(() => false, 20)).rejects.toThrow("A subject");
  });
});
