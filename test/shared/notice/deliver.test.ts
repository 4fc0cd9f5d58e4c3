import { describe, expect, test } from "vitest";
import type { Ledger, Written } from "../../../shared/ledger/table.ts";
import type { Channel } from "../../../shared/notice/channels/channel.ts";
import { deliver, NotSent } from "../../../shared/notice/deliver.ts";
import { incidentNotice } from "../../../shared/notice/incident-notice.ts";
import { inMemory } from "../in-memory.ts";
import { incident, now, telling } from "./incidents.ts";

const notice = incidentNotice(incident([]), telling, now);

/** A table that keeps the last item of each partition. */
const table = (): Ledger<"dynamodb:Query" | "dynamodb:PutItem"> => {
  const items = new Map<string, Written>();
  const call = inMemory<"dynamodb:Query" | "dynamodb:PutItem">((permission, input) => {
    const { Item, ExpressionAttributeValues: values } = input as {
      readonly Item?: Written;
      readonly ExpressionAttributeValues?: Written;
    };
    if (permission === "dynamodb:PutItem" && Item) items.set(Item["pk"]?.S ?? "", Item);
    const found = items.get(values?.[":pk"]?.S ?? "");
    return permission === "dynamodb:Query" ? { Items: found ? [found] : [] } : {};
  });
  return { table: "ledger", call, now: () => now };
};

/** Channels that fail so many times, and how often each was tried and has sent. */
const channels = (failures: Readonly<Record<string, number>>) => {
  const tried: string[] = [];
  const sent: string[] = [];
  const left = { ...failures };
  const all: readonly Channel[] = Object.keys(failures).map((name) => ({
    name,
    send: async () => {
      tried.push(name);
      if ((left[name] ?? 0) > 0) {
        left[name] = (left[name] ?? 0) - 1;
        throw new Error(`${name} is down`);
      }
      sent.push(name);
    },
  }));
  return { all, tried, sent };
};

describe("several channels", () => {
  test("are all tried, whichever fails, and it is said which did", async () => {
    const { all, sent } = channels({ first: 1, second: 0, third: 1 });
    const trying = deliver(all, table(), "m", notice);
    await expect(trying).rejects.toThrow(NotSent);
    await expect(trying).rejects.toThrow("first: Error: first is down; third: Error: third is down");
    expect(sent).toStrictEqual(["second"]);
  });

  test("have the message once each when it comes again until all have it", async () => {
    const { all, sent } = channels({ first: 1, second: 0, third: 2 });
    const ledger = table();
    await expect(deliver(all, ledger, "m", notice)).rejects.toThrow("first");
    await expect(deliver(all, ledger, "m", notice)).rejects.toThrow("third");
    await deliver(all, ledger, "m", notice);
    expect(sent.toSorted()).toStrictEqual(["first", "second", "third"]);
  });

  test("have another message however far the one before has come", async () => {
    const { all, sent } = channels({ first: 0, second: 1 });
    const ledger = table();
    await expect(deliver(all, ledger, "m", notice)).rejects.toThrow("second");
    await deliver(all, ledger, "n", notice);
    expect(sent).toStrictEqual(["first", "first", "second"]);
  });
});

test("one channel alone is tried each time", async () => {
  const { all, tried } = channels({ only: 1 });
  await expect(deliver(all, table(), "m", notice)).rejects.toThrow("only");
  await deliver(all, table(), "m", notice);
  expect(tried).toStrictEqual(["only", "only"]);
});
