import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { record } from "../shared/records.ts";
import { type Moto, startMoto } from "./moto/index.ts";
import { createClients } from "./stack/clients.ts";

/** A replay of an archive in S3, as CloudTrail writes it there. */

let moto: Moto;
const folder = mkdtempSync(join(tmpdir(), "lockkeeper-s3-"));
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(async () => {
  await moto?.stop();
  rmSync(folder, { recursive: true });
});

const run = async (path: string) => {
  const config = join(folder, "lockkeeper.yml");
  writeFileSync(config, "streams:\n  - name: orders\n    encryption: { key: alias/orders }\n");
  const args = ["shared/replay/main.ts", "--config", config, "--report", join(folder, "report.html"), "--json", path];
  const env = {
    PATH: process.env["PATH"],
    AWS_ENDPOINT_URL: moto.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env }).catch(
    (error) => error as { stdout: string; stderr: string },
  );
  return {
    lines: stdout
      .trim()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as object),
    stderr,
  };
};

test("log files under a prefix are found, unpacked and judged; digests are passed over", async () => {
  const { s3 } = createClients({
    endpoint: moto.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const Bucket = "trail";
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (Key: string, text: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: gzipSync(text) }));
  const logs = "AWSLogs/123456789012/CloudTrail/us-east-1/2026/09/19";
  await put(`${logs}/one.json.gz`, JSON.stringify({ Records: [record()] }));
  await put(
    `${logs}/two.json.gz`,
    JSON.stringify({ Records: [record({ eventID: "2", eventSource: "s3.amazonaws.com" })] }),
  );
  await put("AWSLogs/123456789012/CloudTrail-Digest/us-east-1/three.json.gz", "{}");
  const { lines } = await run("s3://trail/AWSLogs/123456789012");
  expect(lines).toMatchObject([
    { detection: "stream-encryption-stopped" },
    { summary: { files: 2, records: 2, unreadable: 0, findings: 1 } },
  ]);
});

test.each([
  ["s3://trail/nothing", "s3://trail/nothing: expected objects, found none"],
  ["s3://no-such-bucket/x", "NoSuchBucket"],
  ["s3://", "expected s3://BUCKET or s3://BUCKET/PREFIX"],
])("%s cannot be used: %s", async (path, problem) => {
  expect((await run(path)).stderr).toContain(problem);
});
