import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { activities, drifts } from "../../../shared/detections/index.ts";
import { interest } from "../../../shared/replay/reader.ts";
import { surroundingsOf } from "../../../shared/response/touched.ts";
import { callOf, envelope, home, identities, orders, record, settingsOf } from "../records.ts";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "lockkeeper-replay-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = "arn:aws:kms:us-east-1:123456789012:key/own";
const stop = (eventID: string, changes: object = {}) => record({ eventID, ...changes });
const other = (n: number) => record({ eventID: `other-${n}`, eventSource: "s3.amazonaws.com", eventName: "GetObject" });
const start = record({
  eventID: "start",
  eventName: "StartStreamEncryption",
  eventTime: "2026-09-19T11:40:00Z",
  requestParameters: { streamName: "orders", keyId: key },
});
const config = join(folder, "lockkeeper.yml");

beforeAll(() => {
  writeFileSync(config, `streams:\n  - name: orders\n    encryption: { key: "${key}" }\n    producers: []\n`);
  mkdirSync(join(folder, "logs/deep"), { recursive: true });
  const late = stop("stop-2", { eventTime: "2026-09-19T11:50:00Z" });
  // Out of order, in every form, packed and not, and one of them twice.
  writeFileSync(join(folder, "logs/a.json"), JSON.stringify({ Records: [other(1), late] }));
  writeFileSync(join(folder, "logs/deep/b.json.gz"), gzipSync(JSON.stringify({ Records: [stop("stop-1"), other(2)] })));
  writeFileSync(
    join(folder, "logs/c.jsonl"),
    `${JSON.stringify(envelope(start))}\n{"broken":"\n${JSON.stringify(late)}\n`,
  );
  const Events = [{ EventId: "x", CloudTrailEvent: JSON.stringify(other(3)) }];
  writeFileSync(join(folder, "logs/d.json"), JSON.stringify({ Events }));
});

const run = (...args: readonly string[]) => {
  const command = ["shared/replay/main.ts", "--config", config, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
};

describe("npm run replay", () => {
  test("finds in the order of time what would have been found, once each, and gives the summary last", () => {
    const { status, stdout } = run("--json", join(folder, "logs"));
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.slice(0, -1)).toMatchObject([
      {
        detection: "stream-encryption-stopped",
        severity: "High",
        eventID: "stop-1",
        eventName: "StopStreamEncryption",
        resource: orders,
        actor: identities.user.arn,
        account: home.account,
        region: home.region,
        steps: [{ action: "deactivate-access-key" }, { action: "restore-stream-encryption" }],
      },
      { eventID: "stop-2" },
    ]);
    expect(lines.at(-1)).toMatchObject({
      summary: { files: 4, records: 6, duplicates: 1, unreadable: 1, findings: 2 },
    });
    expect(status).toBe(0);
  });

  test("tells people who, what and how often, and what could not be read", () => {
    const { stdout, status } = run(join(folder, "logs"));
    expect(stdout).toContain("2 findings, 2.0 in a week: 2 High");
    expect(stdout).toContain(`Rights would have been taken from:\n  2 × ${identities.user.arn}`);
    expect(stdout).toContain(`These would have been put right:\n  2 × ${orders}`);
    expect(stdout).toMatch(/Could not be read:\n.*c\.jsonl:2: a record breaks off/);
    expect(status).toBe(0);
  });

  test.each([
    [["--from", "2026-09-19T11:45:00Z"], ["stop-2"]],
    [["--to", "2026-09-19T11:45:00Z"], ["stop-1"]],
    [["--account", "999999999999"], []],
  ])("looks at what %j lets through", (args, ids) => {
    const lines = run("--json", ...args, join(folder, "logs"))
      .stdout.trim()
      .split("\n");
    expect(lines.slice(0, -1).map((line) => (JSON.parse(line) as { eventID: string }).eventID)).toStrictEqual(ids);
  });

  test("reads what another program gives it through a pipe in place of a file", () => {
    const node = `"${process.execPath}" shared/replay/main.ts --config "${config}" --json`;
    const command = `${node} <(gzip -dc "${join(folder, "logs/deep/b.json.gz")}") "${join(folder, "logs/a.json")}"`;
    const stdout = execFileSync("bash", ["-c", command], { cwd: root, encoding: "utf8" });
    const last = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as unknown;
    expect(last).toMatchObject({ summary: { files: 2, records: 4, unreadable: 0, findings: 1 } });
  });

  test("reads standard input, and patterns", () => {
    const input = `${JSON.stringify(stop("stop-1"))}\n`;
    const command = ["shared/replay/main.ts", "--config", config, "--json", "-"];
    const stdout = execFileSync(process.execPath, command, { cwd: root, encoding: "utf8", input });
    expect(stdout).toContain('"eventID":"stop-1"');
    expect(run("--json", join(folder, "logs/*/*.gz")).stdout).toContain('"files":1');
  });

  test("says what breaks off in a packed file, and judges what came before", () => {
    const many = Array.from({ length: 3_000 }, (_, n) => JSON.stringify(other(n)));
    const packed = gzipSync([JSON.stringify(stop("stop-1")), ...many].join("\n"), { level: 1 });
    const file = join(folder, "cut.jsonl.gz");
    writeFileSync(file, packed.subarray(0, Math.floor(packed.length / 2)));
    const { stdout, status } = run("--json", file);
    expect(stdout).toContain('"eventID":"stop-1"');
    expect(stdout).toMatch(/"unreadable":[12]\b/);
    expect(status).toBe(0);
  });

  test.each([
    [["no/such/file"], "no/such/file: expected a file, a folder or a pattern"],
    [[], "expected a file, a folder or -"],
    [["--from", "soon", "-"], "--from: expected a time such as 2026-11-01"],
    [["--colour", "-"], "--colour"],
    [["--config", "no-such.yml", "-"], "no-such.yml: cannot be read"],
  ])("%j cannot be used", (args, problem) => {
    const { status, stderr } = run(...args);
    expect(stderr).toContain(problem);
    expect(status).toBe(2);
  });
});

test("no activity looks at a service that is passed over", () => {
  const around = (service: string) => {
    const call = callOf({ eventSource: `${service}.amazonaws.com` });
    return [
      call,
      surroundingsOf({ drifts, settings: settingsOf({ streams: [{ name: "orders" }] }), home }, call),
    ] as const;
  };
  for (const service of ["kms", "sts", "s3", "ec2"])
    expect(activities.filter((activity) => activity.watches(...around(service)))).toStrictEqual([]);
  expect(interest.services).toStrictEqual(["iam", "kinesis", "health", "guardduty", "signin"]);
});
