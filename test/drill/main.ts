import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, type } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { attacks } from "../attacks/index.ts";
import { type Lab, startLab } from "../lab/index.ts";
import { htmlReport } from "./report/html.ts";
import { jsonReport } from "./report/json.ts";
import { attackLines, summaryLines } from "./report/text.ts";
import type { AttackResult, DrillResult } from "./result.ts";
import { runAttack } from "./run.ts";

const help = `npm start [-- OPTIONS]

The drill: starts a local AWS, deploys Lockkeeper into it as you would into yours, attacks the streams, and shows for each
attack what was detected, what was done and how fast, that the attacker is out, and that every step can be undone.
Writes an HTML report to .lockkeeper/drill.html. No AWS account is needed, and none is touched.

  --attack ID   only this one; may be given several times
  --json        one line of JSON on standard output instead of text
  --help        this text

Attacks: ${attacks.map(({ id }) => id).join(", ")}
Exit status: 0 if everything held, 1 if anything did not, 2 for unusable arguments.
Needs Python 3.11 or newer; the first run takes half a minute longer, since it installs moto into .lockkeeper/venv.`;

/** Somebody on call with a telephone, so that the text message is seen as well. */
const subscribePhone = async ({ endpoint, region, operator, deployed }: Lab): Promise<void> => {
  const sns = new SNSClient({ endpoint, region, credentials: operator });
  await sns.send(
    new SubscribeCommand({ TopicArn: deployed.outputs["OnCallTopicArn"], Protocol: "sms", Endpoint: "+15555550100" }),
  );
};

const drill = async (ids: readonly string[], json: boolean): Promise<DrillResult> => {
  const startedAt = new Date();
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const style = { color: process.stdout.isTTY && !process.env["NO_COLOR"], width: process.stdout.columns ?? 100 };
  // AWS takes longer to change a stream; what is measured is the responder.
  const lab = await startLab({ progress: say, door: { updatingMs: 300 } });
  const results: AttackResult[] = [];
  try {
    await subscribePhone(lab);
    for (const attack of attacks.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
      say(`attack: ${attack.id}`);
      const result = await runAttack(lab, attack);
      results.push(result);
      if (!json) console.log(attackLines(result, style).join("\n"));
    }
  } finally {
    await lab.stop();
  }
  const machine = `Node ${process.versions.node}, ${type()} ${release()}, ${cpus().length} processors`;
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  const result = { attacks: results, startedAt: startedAt.toISOString(), seconds, machine };
  if (!json) console.log(summaryLines(result, style).join("\n"));
  return result;
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      attack: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const strange = values.attack.filter((id) => !attacks.some((attack) => attack.id === id));
  if (strange.length > 0) {
    console.error(`--attack: expected one of ${attacks.map(({ id }) => id).join(", ")}; found ${strange.join(", ")}`);
    return 2;
  }
  const result = await drill(values.attack, values.json);
  const folder = join(import.meta.dirname, "../../.lockkeeper");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "drill.html"), htmlReport(result));
  if (values.json) console.log(jsonReport(result));
  else console.log(`Report: ${join(folder, "drill.html")}`);
  return result.attacks.every(({ holds }) => holds) ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") ? 2 : 1;
}
