import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { streamKey } from "../attacks/scene.ts";
import { allDone, type Ground, openGround } from "./ground.ts";

/** A stream that is UPDATING for longer than any one look waits, and a quota that is used up. */
let ground: Ground;
beforeAll(async () => {
  ground = await openGround({ door: { updatingMs: 12_000 } });
});
afterEach(() => ground.tidy());
afterAll(() => ground?.lab.stop());

test("while the stream is UPDATING nothing is skipped: it is put right when it can be, once", async () => {
  const leaked = await ground.strike("slow-stream");
  const { mails, ...aftermath } = await ground.aftermath(leaked, 120_000);
  expect(aftermath).toEqual(allDone);
  // It took longer than ten seconds, so people were told how far it had come, and what went wrong meanwhile.
  const subjects = mails.map(({ subject }) => subject ?? "");
  expect(subjects.at(0)).toMatch(/under way$/);
  expect(subjects.at(-1)).toMatch(/contained and restored$/);
  expect(subjects.length).toBeLessThanOrEqual(3);
}, 200_000);

test("a quota that is used up: the attacker is out all the same, and people are told what goes wrong within seconds", async () => {
  const { lab, scene } = ground;
  const quota = { status: 400, code: "LimitExceededException", message: "called 25 times in the last 24 hours" };
  const fault = { service: "kinesis", operation: "StartStreamEncryption", by: "-restore-", error: quota };
  lab.door.faults.add({ ...fault, times: 1_000 });
  const told = lab.mailbox.messages().length;
  const leaked = await ground.strike("no-quota");
  await expect
    .poll(
      () =>
        lab.mailbox
          .messages()
          .slice(told)
          .map(({ body }) => body)
          .join("\n"),
      { timeout: 90_000, interval: 500 },
    )
    .toContain("called 25 times in the last 24 hours");
  expect(await streamKey(scene)).toBe("NONE");
  // It is still tried: when there is quota again, it is done.
  lab.door.faults.clear();
  const { mails, ...aftermath } = await ground.aftermath(leaked, 120_000);
  expect(aftermath).toEqual(allDone);
  expect(mails.at(-1)?.subject).toMatch(/contained and restored$/);
}, 300_000);
