import { describe, expect, test } from "vitest";
import { replayPart } from "../../../shared/derive/replay-part.ts";
import { UnusableInput } from "../../../shared/replay/sources.ts";

/** The part that replays archives on AWS; that it is deployed and runs is shown on the local AWS. */

interface Role {
  readonly Properties: {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly object[] } }[];
  };
}

const given = { archive: "my-trail/AWSLogs/", archiveKey: "", concurrency: "20" };
const statementsOf = async (id: string, more: Partial<typeof given> = {}): Promise<readonly object[]> =>
  ((await replayPart({ ...given, ...more }))[id] as Role).Properties.Policies[0]?.PolicyDocument.Statement ?? [];
const own = { "Fn::Sub": "${Results.Arn}/*" };

describe("of the archive", () => {
  test("what plans sees names only, of what lies under the prefix", async () => {
    expect(await statementsOf("PlanRole")).toMatchObject([
      {
        Action: ["s3:ListBucket"],
        Resource: { "Fn::Sub": "arn:${AWS::Partition}:s3:::my-trail" },
        Condition: { StringLike: { "s3:prefix": "AWSLogs/*" } },
      },
      { Action: ["s3:PutObject"], Resource: own },
      { Action: ["logs:CreateLogStream", "logs:PutLogEvents"] },
    ]);
  });

  test("what reads reads what lies under the prefix, with its key if there is one", async () => {
    const gets = { Action: ["s3:GetObject"], Resource: { "Fn::Sub": "arn:${AWS::Partition}:s3:::my-trail/AWSLogs/*" } };
    expect(await statementsOf("ReadRole")).toContainEqual({ Effect: "Allow", ...gets });
    expect(JSON.stringify(await statementsOf("ReadRole"))).not.toContain("kms:");
    const archiveKey = "arn:aws:kms:eu-west-1:123456789012:key/1";
    expect(await statementsOf("ReadRole", { archiveKey })).toContainEqual({
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: archiveKey,
    });
  });

  test("a whole bucket can be named", async () => {
    expect(await statementsOf("PlanRole", { archive: "my-trail" })).toContainEqual({
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: { "Fn::Sub": "arn:${AWS::Partition}:s3:::my-trail" },
    });
  });

  test("what judges sees nothing", async () => {
    expect(JSON.stringify(await statementsOf("JudgeRole"))).not.toContain("my-trail");
  });
});

test.each([
  [{ archive: "" }, UnusableInput, 'archive: expected BUCKET or BUCKET/PREFIX, found ""'],
  [{ archive: "s3://my-trail" }, UnusableInput, "archive: expected BUCKET or BUCKET/PREFIX"],
  [{ concurrency: "many" }, TypeError, "expected how many batches are read at once, such as 20, found many"],
  [{ concurrency: "0" }, TypeError, "expected how many batches are read at once"],
])("%j is refused", async (params, error, message) => {
  const made = replayPart({ ...given, ...params });
  await expect(made).rejects.toThrow(error);
  await expect(made).rejects.toThrow(message);
});
