import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identityActions, resourceActions } from "../../shared/actions/index.ts";
import { detections } from "../../shared/detections/index.ts";
import { ensureVenv } from "../lab/moto/venv.ts";

const root = join(import.meta.dirname, "../..");
const writes: readonly string[] = [...identityActions, ...resourceActions].flatMap((action) => action.writes);

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

/** Packages a copy of the repository as a user would, offline and without credentials; `dist` of this one stays as it is. */
const packaged = (settings: string, config = "serverless.yml", params: readonly string[] = []) => {
  const folder = mkdtempSync(join(tmpdir(), "lockkeeper-package-"));
  for (const part of ["functions", "shared", config, "package.json"])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "lockkeeper.yml"), settings);
  const { PATH, HOME } = process.env;
  const args = ["package", "--config", config, ...params.map((param) => `--param=${param}`)];
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/serverless"), args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${join(root, "node_modules/.bin")}:${PATH}`, HOME, SLS_TELEMETRY_DISABLED: "1" },
  });
  return {
    folder,
    status,
    said: stdout + stderr,
    template: join(folder, ".serverless/cloudformation-template-update-stack.json"),
  };
};

const settingsWith = (mode: string) =>
  `mode: ${mode}\nstreams:\n  - name: orders\n    encryption: { key: alias/orders }\n    registeredConsumers: [analytics]\n`;

/** Every IAM action that a template allows to anybody. */
const allowed = ({ Resources }: Template): readonly string[] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === "AWS::IAM::Role")
    .flatMap(({ Properties }) =>
      (JSON.stringify(Properties["Policies"]).match(/"[a-z-]+:[A-Za-z*]+"/g) ?? []).map((text) => text.slice(1, -1)),
    );

const everybody = "notify: { chat: true, securityHub: true, eventBus: true }\n";

/** What cfn-lint has to say of a template, for two Regions. */
const lintOf = async (template: string) => {
  const { cfnLint } = await ensureVenv();
  // W3005 is about DependsOn lines that the Serverless CLI writes itself.
  const args = ["--ignore-checks", "W3005", "--regions", "us-east-1", "eu-central-1", "--", template];
  const { stdout, stderr, status } = spawnSync(cfnLint, args, { encoding: "utf8" });
  return { said: stdout + stderr, status };
};

describe.each([
  ["observe", ""],
  ["enforce", everybody],
])("a deployment in the mode %s, %j", (mode, notify) => {
  let result: ReturnType<typeof packaged>;
  let template: Template;
  beforeAll(() => {
    result = packaged(settingsWith(mode) + notify);
    expect(result.said).toContain("Service packaged");
    template = JSON.parse(readFileSync(result.template, "utf8")) as Template;
  });
  afterAll(() => rmSync(result.folder, { recursive: true, force: true }));

  test(`${mode === "observe" ? "holds no" : "holds every"} right to a write of an action`, () => {
    const granted = writes.filter((permission) => allowed(template).includes(permission));
    expect(granted).toEqual(mode === "observe" ? [] : writes);
  });

  test(`${notify ? "reaches" : "cannot reach"} chats, Security Hub and the event bus`, () => {
    const granted = allowed(template);
    for (const permission of ["events:PutEvents", "securityhub:BatchImportFindings"])
      expect(granted.includes(permission)).toBe(notify !== "");
    const topics = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::SNS::Topic");
    expect(topics).toHaveLength(notify ? 2 : 1);
    for (const { Properties } of topics) expect(Properties["KmsMasterKeyId"]).toEqual({ Ref: "TopicKey" });
    expect(template.Resources["NotifyLambdaFunction"]?.Properties).toHaveProperty(
      "Environment.Variables.CHAT_TOPIC",
      notify ? { Ref: "ChatTopic" } : "",
    );
  });

  test("grants no wildcards", () => {
    expect(allowed(template).filter((action) => action.includes("*"))).toEqual([]);
  });

  test("passes cfn-lint", async () => {
    expect(await lintOf(result.template)).toEqual({ said: "", status: 0 });
  });

  test("dead letters, encryption and TLS: nothing can be lost or read on the way", () => {
    const of = (type: string) => Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
    for (const [id, { Properties }] of of("AWS::SQS::Queue")) {
      expect([id, Properties["SqsManagedSseEnabled"]]).toEqual([id, true]);
      if (!/DeadLetters$|^Undelivered$|^Untold$|^Unreadable$/.test(id))
        expect(Properties).toHaveProperty("RedrivePolicy.maxReceiveCount");
      const policy = JSON.stringify(template.Resources[`${id}Policy`]);
      expect(policy).toContain('"aws:SecureTransport":"false"');
    }
    for (const [, { Properties }] of of("AWS::Events::Rule")) {
      // A schedule comes again in an hour, and fails with an alarm.
      if (Properties["ScheduleExpression"]) continue;
      expect(Properties["Targets"]).toMatchObject([{ DeadLetterConfig: { Arn: expect.anything() } }]);
      expect(JSON.stringify(Properties["EventPattern"]).length).toBeLessThan(2048);
    }
    for (const [, { Properties }] of of("AWS::Lambda::EventSourceMapping"))
      expect(Properties["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
    for (const [, { Properties }] of of("AWS::Lambda::Function"))
      expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    for (const [, { Properties }] of of("AWS::Logs::LogGroup")) expect(Properties["RetentionInDays"]).toBe(90);
    for (const [, { Properties }] of of("AWS::DynamoDB::Table"))
      expect(Properties["SSESpecification"]).toEqual({ SSEEnabled: true });
  });

  test("each function's bundle is at most 200 kB, and that which tells at most 120 kB", () => {
    for (const name of ["detect", "sweep", "contain", "restore", "operate", "notify"]) {
      const bytes = readFileSync(join(result.folder, "dist", name, "index.cjs")).length;
      expect([name, bytes <= (name === "notify" ? 120_000 : 200_000)]).toEqual([name, true]);
    }
  });
});

describe("the part that replays archives on AWS", () => {
  test("passes cfn-lint, and its bundles are at most 200 kB", async () => {
    const params = ["archive=my-trail/AWSLogs/", "archiveKey=arn:aws:kms:us-east-1:123456789012:key/1"];
    const { folder, said, template } = packaged(settingsWith("observe"), "serverless.replay.yml", params);
    expect(said).toContain("Service packaged");
    expect(await lintOf(template)).toEqual({ said: "", status: 0 });
    for (const name of ["replay-plan", "replay-read", "replay-judge"])
      expect(readFileSync(join(folder, "dist", name, "index.cjs")).length).toBeLessThanOrEqual(200_000);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe("of the bundles", () => {
  let folder: string;
  beforeAll(() => {
    folder = packaged(settingsWith("enforce")).folder;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileOf = (name: string) => join(folder, "dist", name, "index.cjs");

  test("what judges carries neither how actions are carried out nor what is told of detections", () => {
    const bundleOf = (name: string) => readFileSync(fileOf(name), "utf8");
    for (const name of ["detect", "sweep"]) {
      expect(bundleOf(name)).not.toContain("iam:UpdateAssumeRolePolicy");
      expect(bundleOf(name)).not.toContain("kinesis:StartStreamEncryption");
      for (const { why, blindSpots } of detections) {
        expect(bundleOf(name)).not.toContain(why.slice(0, 40));
        expect(bundleOf(name)).not.toContain(blindSpots.slice(0, 40));
      }
    }
    expect(bundleOf("contain")).toContain("iam:UpdateAssumeRolePolicy");
    expect(bundleOf("restore")).toContain("kinesis:StartStreamEncryption");
  });

  test("one loads on Node 24 and says which setting it lacks", () => {
    const load = () =>
      execFileSync(process.execPath, ["-e", "require(process.argv[1])", fileOf("detect")], { env: {}, stdio: "pipe" });
    expect(load).toThrow(/environment variable LEDGER is missing/);
  });
});

test.each([
  ["mode: enforse\nstreams: []\n", 'mode: expected ("observe" | "approve" | "enforce"), found "enforse"'],
  ["streams:\n  - nam: orders\n", "streams.0.name: expected"],
  ["streams:\n  - name: orders\n    encryption: { key: '' }\n", "streams.0.encryption.key: expected"],
  ["streams: []\ndetections:\n  no-such-thing: { mode: observe }\n", "detections.no-such-thing: expected one of"],
  [
    "streams:\n  - name: orders\n    policy: { guards: '{' }\n",
    "streams.0.policy.guards: expected a policy that can be read",
  ],
  ["streams: [\n", "lockkeeper.yml: "],
])("settings that are wrong stop the packaging and say where: %j", (settings, complaint) => {
  const { folder, status, said } = packaged(settings);
  rmSync(folder, { recursive: true, force: true });
  expect(said).toContain(complaint);
  expect(status).not.toBe(0);
});
