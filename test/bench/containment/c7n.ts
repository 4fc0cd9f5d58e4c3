import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { account } from "../../lab/door/example-lab.ts";
import { alias, type Ground, type Job } from "./ground.ts";
import type { Responder } from "./measure.ts";
import { type SpokenTo, speakTo } from "./spoken-to.ts";

export const c7nVersion = "0.9.53";
const script = join(import.meta.dirname, "peer.py");

/** The two jobs as Cloud Custodian's documentation writes them. Source: cloudcustodian.io, "AWS: IAM user remove-keys", "AWS: Kinesis encrypt". */
const policies: Readonly<Record<Job, object>> = {
  key: {
    name: "key-for-another",
    resource: "aws.iam-user",
    mode: {
      type: "cloudtrail",
      role: `arn:aws:iam::${account}:role/responder`,
      events: [{ source: "iam.amazonaws.com", event: "CreateAccessKey", ids: "requestParameters.userName" }],
    },
    actions: [{ type: "remove-keys", disable: true }],
  },
  encryption: {
    name: "encrypt-streams",
    resource: "aws.kinesis",
    mode: {
      type: "cloudtrail",
      role: `arn:aws:iam::${account}:role/responder`,
      events: [{ source: "kinesis.amazonaws.com", event: "StopStreamEncryption", ids: "requestParameters.streamName" }],
    },
    // It puts `alias/` before it by itself.
    actions: [{ type: "encrypt", key: alias.slice("alias/".length) }],
  },
};

/** Cloud Custodian in a virtual environment of its own, installed from PyPI when it is first needed. @returns its Python */
export const installC7n = (root: string, python: string, progress: (line: string) => void): string => {
  const folder = join(root, ".lockkeeper/c7n");
  const own = join(folder, "bin/python");
  if (!existsSync(join(folder, `ready-${c7nVersion}`))) {
    progress(`installing c7n ${c7nVersion} from PyPI ...`);
    mkdirSync(join(root, ".lockkeeper"), { recursive: true });
    execFileSync(python, ["-m", "venv", "--clear", folder]);
    execFileSync(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `c7n==${c7nVersion}`]);
    writeFileSync(join(folder, `ready-${c7nVersion}`), "");
  }
  return own;
};

interface Said {
  readonly cpuMs: number;
  readonly error: string | null;
}

/** Cloud Custodian's Lambda entry point, `c7n.handler.dispatch_event`, in a process of its own, on the same local AWS. */
export const c7n = (ground: Ground, python: string, job: Job): Responder => {
  const folder = mkdtempSync(join(tmpdir(), "lockkeeper-c7n-"));
  writeFileSync(
    join(folder, "config.json"),
    JSON.stringify({ "execution-options": { account_id: account }, policies: [policies[job]] }),
  );
  let running: SpokenTo | undefined;
  return {
    start: async () => {
      const { accessKeyId, secretAccessKey, sessionToken = "" } = ground.session;
      running = await speakTo(python, [script], {
        cwd: folder,
        env: {
          PATH: process.env["PATH"],
          AWS_DEFAULT_REGION: "us-east-1",
          AWS_REGION: "us-east-1",
          AWS_ENDPOINT_URL: ground.lab.door.endpoint,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken,
          AWS_LAMBDA_FUNCTION_NAME: "bench",
        },
      });
    },
    answer: async (record) => {
      const event = {
        id: "1",
        version: "0",
        account,
        region: "us-east-1",
        source: `aws.${record.eventSource.split(".")[0]}`,
        "detail-type": "AWS API Call via CloudTrail",
        time: record.eventTime,
        resources: [],
        detail: record,
      };
      return (await running?.say(event)) as Said;
    },
    stop: () => {
      running?.signal("SIGKILL");
      running = undefined;
    },
  };
};
