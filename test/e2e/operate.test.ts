import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Incident } from "../../shared/incident/incident.ts";
import {
  encryptAsDeclared,
  iamOf,
  isEncryptedAsDeclared,
  keyStatus,
  type LeakedKey,
  leakKeyOf,
  type Scene,
  stopEncryptionAs,
} from "../attacks/scene.ts";
import { writesBy } from "../drill/observe.ts";
import { ledgerOf, sceneOf } from "../drill/run.ts";
import { type Lab, startLab } from "../lab/index.ts";
import { commandLine } from "./ordered.ts";

/** What an operator does at the command line, from the first message to the last decision, in the order of the tests. */
let lab: Lab;
let scene: Scene;
let cli: ReturnType<typeof commandLine>;
const folder = mkdtempSync(join(tmpdir(), "lockkeeper-operate-"));
beforeAll(async () => {
  const config = join(folder, "lockkeeper.yml");
  writeFileSync(
    config,
    [
      "mode: approve",
      "operators: ['arn:aws:iam::*:user/operator', 'arn:aws:iam::*:user/insider']",
      "recheckSeconds: [600]",
      "streams:",
      "  - name: orders",
      "    encryption: { key: alias/orders }",
      "    policy: { accounts: ['111122223333'] }",
      "",
    ].join("\n"),
  );
  lab = await startLab({ params: { config }, door: { updatingMs: 200 } });
  scene = sceneOf(lab);
  cli = commandLine(lab);
});
afterAll(async () => {
  await lab?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A user with these rights. */
const userWith = async (UserName: string, Action: readonly string[]): Promise<LeakedKey> => {
  const iam = iamOf(scene);
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action, Resource: "*" },
  });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    userName: UserName,
    credentials: { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" },
  };
};

const known = new Set<string>();
/** Stops the encryption as somebody; resolves with the incident that it becomes. */
const struckBy = async (leaked: LeakedKey): Promise<Incident> => {
  await ledgerOf(lab).anHourPasses();
  await stopEncryptionAs(scene, leaked.credentials);
  await lab.idle();
  const [incident] = await ledgerOf(lab).incidentsExcept(known);
  if (incident === undefined) throw new Error("nothing was found");
  known.add(incident.id);
  return incident;
};

const stepOf = ({ steps }: Incident, action: string): string => steps.find((one) => one.action === action)?.id ?? "";
const stateOf = async (id: string): Promise<string> => {
  const { answer } = await cli.order(["show", "--incident", id]);
  return answer.data.incident.state;
};

describe("help and wrong input", () => {
  test("--help lists the verbs and their options, without any credentials", async () => {
    const { stdout, status } = await cli.run(["undo", "--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/--incident \(required\)/);
    expect(stdout).toContain("--while-frozen");
    const all = await cli.run(["--help"]);
    for (const verb of ["approve", "reject", "undo", "freeze", "unfreeze", "exempt", "accept", "show", "close"])
      expect(all.stdout).toContain(`lockkeeper ${verb} `);
  });

  test.each([
    [["approve", "--incident", "12345678"], /requires "--step"/],
    [["show", "--colour", "red"], /unrecognized CLI options: "--colour"/],
    [["obey"], /command "lockkeeper obey" not found/],
  ])("%j is refused before anything is sent", async (args, problem) => {
    const { status, stdout, stderr } = await cli.run(args);
    expect(stdout + stderr).toMatch(problem);
    expect(status).toBe(1);
  });

  test.each([
    [["show", "--incident", "nope"], "incident nope: expected its id, or the first 8 characters of it or more"],
    [["freeze", "--reason", " "], "freeze: --reason: expected a text that is not empty"],
  ])("%j says what was expected, on stderr, with exit status 1", async (args, problem) => {
    const { status, stdout, stderr } = await cli.run(args);
    expect(stderr).toContain(problem);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  test("nobody but operators gets anything done, whatever rights they have", async () => {
    const helper = await userWith("helper", ["lambda:InvokeFunction"]);
    const { answer, status } = await cli.order(["freeze", "--reason", "mine"], helper.credentials);
    expect(answer.problem).toContain(`user/helper may not give orders: expected one of those named under`);
    expect(status).toBe(1);
    const invoked = await cli.run(["show"], lab.attacker);
    expect(invoked.stderr).toContain("expected the right lambda:InvokeFunction on it");
    expect((await cli.run(["show"])).stdout).toContain("Not frozen");
  });
});

describe("a step that waits", () => {
  let incident: Incident;
  let leaked: LeakedKey;
  beforeAll(async () => {
    leaked = await leakKeyOf(scene, "deploy-orders");
    incident = await struckBy(leaked);
  });

  test("is shown with what it would do", async () => {
    const { stdout, status } = await cli.run(["show"]);
    expect(status).toBe(0);
    expect(stdout).toContain("Not frozen");
    expect(stdout).toMatch(/Waits for a person\n {2}incident .*awaits approval until/);
    const page = await cli.run(["show", "--incident", incident.id.slice(0, 8)]);
    expect(page.stdout).toContain(`Incident ${incident.id}: needs-a-person`);
    expect(page.stdout).toContain(`would call iam:UpdateAccessKey`);
    expect(page.stdout).toContain(leaked.credentials.accessKeyId);
    expect(writesBy(lab, 0)).toEqual([]);
  });

  test("cannot be undone", async () => {
    const step = stepOf(incident, "deactivate-access-key");
    const { answer } = await cli.order(["undo", "--incident", incident.id, "--step", step]);
    expect(answer.problem).toContain("expected one that was carried out");
  });

  test("is done once it is approved", async () => {
    const step = stepOf(incident, "restore-stream-encryption");
    const { answer, status } = await cli.order([
      "approve",
      "--incident",
      incident.id,
      "--step",
      step,
      "--reason",
      "yes",
    ]);
    expect(answer).toMatchObject({ ok: true, data: { incident: incident.id, step } });
    expect(status).toBe(0);
    await lab.idle();
    expect(await isEncryptedAsDeclared(scene)).toBe(true);
    expect(await keyStatus(scene, leaked)).toBe("Active");
    const again = await cli.order(["approve", "--incident", incident.id, "--step", step]);
    expect(again.answer.problem).toContain("expected one that was held and waits for a person, and it is verified");
  });

  test("is not done once it is rejected", async () => {
    const step = stepOf(incident, "deactivate-access-key");
    await cli.order(["reject", "--incident", incident.id, "--step", step, "--reason", "ours"]);
    const approved = await cli.order(["approve", "--incident", incident.id, "--step", step]);
    expect(approved.answer.problem).toContain("and it is rejected");
    await lab.idle();
    expect(await keyStatus(scene, leaked)).toBe("Active");
    expect(await stateOf(incident.id)).toBe("restored");
  });

  test("frozen, an undo is held", async () => {
    const frozen = await cli.order(["freeze", "--reason", "something is wrong"]);
    expect(frozen.answer).toMatchObject({ ok: true, data: { freeze: { reason: "something is wrong" } } });
    expect((await cli.run(["show"])).stdout).toMatch(/^FROZEN since .*: something is wrong/);
    const held = await cli.order(["undo", "--incident", incident.id]);
    expect(held.answer.text).toContain("Everything is frozen, so it will be held");
    await lab.idle();
    expect(await isEncryptedAsDeclared(scene)).toBe(true);
  });

  test("unfrozen, it is done when it is ordered again", async () => {
    expect((await cli.order(["unfreeze"])).status).toBe(0);
    expect((await cli.run(["show"])).stdout).toMatch(/^Not frozen/);
    const undone = await cli.order(["undo", "--incident", incident.id, "--reason", "try again"]);
    expect(undone.answer.data.ordered).toEqual([stepOf(incident, "restore-stream-encryption")]);
    await lab.idle();
    expect(await isEncryptedAsDeclared(scene)).not.toBe(true);
    const nothingLeft = await cli.order(["undo", "--incident", incident.id]);
    expect(nothingLeft.answer.problem).toContain("expected a step that was carried out, and not undone since");
  });

  test("the incident is closed, and every decision stands on its timeline", async () => {
    expect((await cli.order(["close", "--incident", incident.id, "--reason", "a test"])).status).toBe(0);
    expect(await stateOf(incident.id)).toBe("closed");
    const { answer } = await cli.order(["show", "--incident", incident.id]);
    const by = `arn:aws:iam::${lab.account}:user/operator`;
    const decisions: readonly { kind: string; by: string }[] = answer.data.incident.decisions;
    // Lockkeeper itself may have closed it before, since nothing that was done stands any more.
    const ordered = decisions.filter((one) => one.by !== "lockkeeper");
    expect(ordered.map((one) => [one.kind, one.by])).toEqual(
      ["approved", "rejected", "undo-ordered", "undo-ordered", "closed"].map((kind) => [kind, by]),
    );
    await encryptAsDeclared(scene);
    await lab.idle();
  });
});

test("what is exempted is left alone until the exemption is ended", async () => {
  const tester = await leakKeyOf(scene, "penetration-tester");
  const principal = `arn:aws:iam::${lab.account}:user/penetration-tester`;
  const args = ["--reason", "a test of ours", "--owner", "red team", "--until", "2h"];
  const made = await cli.order(["exempt", "--principal", principal, ...args]);
  const { id } = made.answer.data.exemption;
  expect((await cli.run(["show"])).stdout).toContain(`${id}  ${principal}, until `);
  const incident = await struckBy(tester);
  expect(incident.records.get(stepOf(incident, "deactivate-access-key"))?.outcome).toMatchObject({
    type: "held",
    by: "exemptions",
  });
  expect((await cli.order(["exempt", "--end", id])).status).toBe(0);
  expect((await cli.run(["show"])).stdout).toContain(`${id}  ${principal}, EXPIRED `);
  await encryptAsDeclared(scene);
  await lab.idle();
});

test("who is blamed decides nothing about it; another operator accepts it, and it is not found again", async () => {
  const insider = await userWith("insider", ["kinesis:*", "kms:*", "lambda:InvokeFunction"]);
  const incident = await struckBy(insider);
  const step = stepOf(incident, "deactivate-access-key");
  const about = ["--incident", incident.id];
  const accepting = ["accept", ...about, "--detection", "stream-encryption-stopped", "--reason", "wanted"];
  for (const args of [
    ["reject", ...about, "--step", step],
    ["approve", ...about, "--step", step],
    ["undo", ...about],
    ["close", ...about, "--reason", "nothing to see"],
    accepting,
  ]) {
    const { answer, status } = await cli.order(args, insider.credentials);
    expect(answer.problem).toContain("you are blamed in incident");
    expect(status).toBe(1);
  }

  const { answer } = await cli.order(accepting);
  expect(answer).toMatchObject({ ok: true, data: { found: "NONE", rejected: expect.arrayContaining([step]) } });
  await encryptAsDeclared(scene);
  await expect(struckBy(insider)).rejects.toThrow("nothing was found");
});
