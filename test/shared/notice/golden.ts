import { expect } from "vitest";
import type { Notice } from "../../../shared/notice/notice.ts";

const pretty = (json: unknown) => `${JSON.stringify(json, null, 2)}\n`;

/** Every form reads as it did when it was last looked at. */
export const expectGolden = async (name: string, notice: Notice): Promise<void> => {
  const file = (form: string) => `golden/${name}.${form}`;
  await expect(notice.email).toMatchFileSnapshot(file("email.txt"));
  await expect(`${notice.subject}\n${notice.sms}\n`).toMatchFileSnapshot(file("sms.txt"));
  await expect(pretty(JSON.parse(notice.chat))).toMatchFileSnapshot(file("chat.json.txt"));
  const machines = notice.events.length > 0 ? "ocsf.json.txt" : "json.txt";
  await expect(pretty(JSON.parse(notice.json))).toMatchFileSnapshot(file(machines));
  if (notice.findings.length > 0) await expect(pretty(notice.findings)).toMatchFileSnapshot(file("asff.json.txt"));
};

/** What each channel takes. Sources: SNS and Amazon Q Developer documentation. */
export const expectLimits = (notice: Notice): void => {
  expect(notice.subject).toMatch(/^[\u0021-\u007e][\u0020-\u007e]{0,99}$/);
  expect(notice.sms).toMatch(/^[\u0020-\u007e]{1,140}$/);
  expect(Object.keys(notice.attributes)).toHaveLength(5);
  for (const value of Object.values(notice.attributes)) expect(value).not.toBe("");
  const { content } = JSON.parse(notice.chat) as {
    readonly content: Readonly<Record<"title" | "description", string>> &
      Readonly<Record<"nextSteps" | "keywords", readonly string[]>>;
  };
  expect(content.title.length).toBeLessThanOrEqual(250);
  expect(content.description.length).toBeLessThanOrEqual(8_000);
  expect(content.description).not.toBe("");
  for (const step of content.nextSteps) expect(step.length).toBeLessThanOrEqual(350);
  for (const keyword of content.keywords) expect(keyword.length).toBeLessThanOrEqual(75);
  const { email, sms, json } = notice;
  expect(Buffer.byteLength(JSON.stringify({ email, sms, default: json }))).toBeLessThan(256 * 1024);
};
