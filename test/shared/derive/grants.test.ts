import { describe, expect, test } from "vitest";
import { resourceActions } from "../../../shared/actions/index.ts";
import type { Permission } from "../../../shared/aws/operations.ts";
import type { Settings } from "../../../shared/baseline/settings.ts";
import { statementsFor } from "../../../shared/derive/roles.ts";
import type { FunctionName } from "../../../shared/response/rights.ts";
import { otherAccount, settingsOf } from "../records.ts";

/** What each right is granted on. */

interface Statement {
  readonly Effect: string;
  readonly Action: readonly Permission[];
  readonly Resource: unknown;
}

const orders = { name: "orders" };
const enforce = settingsOf({ mode: "enforce", streams: [orders] });
const writes: readonly Permission[] = resourceActions.flatMap((action) => action.writes);

const statementsOf = async (name: FunctionName, settings: Settings): Promise<readonly Statement[]> =>
  JSON.parse(JSON.stringify(await statementsFor(name, settings)));

describe("where one of two streams observes", () => {
  const keyOf = (account: string, id: string) => `arn:aws:kms:us-east-1:${account}:key/${id}`;
  const half = settingsOf({
    mode: "enforce",
    streams: [
      { name: "orders", encryption: { key: keyOf(otherAccount, "orders") } },
      { name: "payments", mode: "observe", encryption: { key: keyOf(otherAccount, "payments") } },
    ],
  });
  const sub = (text: string) => ({ "Fn::Sub": text });
  const stream = (name: string) =>
    sub(`arn:\${AWS::Partition}:kinesis:\${AWS::Region}:\${AWS::AccountId}:stream/${name}`);
  const ownKeys = sub("arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*");
  const resourcesOf = async (name: FunctionName, permission: Permission, settings: Settings = half) =>
    (await statementsOf(name, settings)).find(({ Action }) => Action.includes(permission))?.Resource;

  test("its encryption is not to be changed, nor is its key to be used", async () => {
    for (const permission of ["kinesis:StartStreamEncryption", "kinesis:StopStreamEncryption"] as const)
      expect(await resourcesOf("restore", permission)).toStrictEqual([
        stream("orders"),
        ownKeys,
        sub(keyOf(otherAccount, "orders")),
      ]);
  });

  test("both are looked at, and their keys too, by whoever judges and by whoever restores", async () => {
    for (const name of ["detect", "restore"] as const) {
      expect(await resourcesOf(name, "kinesis:DescribeStreamSummary")).toStrictEqual([
        stream("orders"),
        stream("payments"),
      ]);
      expect(await resourcesOf(name, "kms:DescribeKey")).toStrictEqual([
        ownKeys,
        sub(keyOf(otherAccount, "orders")),
        sub(keyOf(otherAccount, "payments")),
      ]);
    }
  });

  test("so it is where all observe but one", async () => {
    const one = settingsOf({ streams: [orders, { name: "payments", mode: "enforce" }] });
    expect(await resourcesOf("restore", "kinesis:StartStreamEncryption", one)).toStrictEqual([
      stream("payments"),
      ownKeys,
    ]);
  });

  test("and nothing is granted twice under another statement", async () => {
    const statements = await statementsOf("restore", half);
    const writing = statements.filter(({ Action }) => Action.some((action) => writes.includes(action)));
    expect(JSON.stringify(writing)).not.toContain("payments");
    // A call can take its right on several kinds of resource.
    const granted = new Set(writing.flatMap(({ Action }) => Action.filter((action) => writes.includes(action))));
    expect([...granted].sort()).toStrictEqual([...new Set(writes)].sort());
  });
});

describe("of the queues, each function", () => {
  const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
  const granted = async (name: FunctionName, permission: Permission) =>
    (await statementsOf(name, enforce)).filter(({ Action }) => Action.includes(permission));

  test.each<[FunctionName, readonly string[]]>([
    ["detect", ["IdentityFindings", "ResourceFindings", "TellBy", "Unreadable"]],
    ["contain", ["IdentityFindings", "Unreadable"]],
    ["restore", ["ResourceFindings", "Unreadable"]],
  ])("%s may send to %j and to no other", async (name, queues) => {
    expect(await granted(name, "sqs:SendMessage")).toStrictEqual([
      { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: queues.map(arnOf) },
    ]);
  });

  test("notify itself sends to none", async () => {
    expect(await granted("notify", "sqs:SendMessage")).toStrictEqual([]);
  });

  test.each<[FunctionName, string]>([
    ["detect", "Events"],
    ["contain", "IdentityFindings"],
    ["restore", "ResourceFindings"],
    ["notify", "TellBy"],
  ])("%s may let messages of %s wait, and of no other", async (name, queue) => {
    expect(await granted(name, "sqs:ChangeMessageVisibility")).toStrictEqual([
      { Effect: "Allow", Action: ["sqs:ChangeMessageVisibility"], Resource: [arnOf(queue)] },
    ]);
  });
});
