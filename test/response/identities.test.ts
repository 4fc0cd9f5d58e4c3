import { randomUUID } from "node:crypto";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readIncident } from "../../shared/ledger/incident.ts";
import { readRemembered } from "../../shared/ledger/remembered.ts";
import { identityId } from "../../shared/resources/iam/name.ts";
import { hear } from "../../shared/response/hear.ts";
import { sweep } from "../../shared/response/sweep.ts";
import { type KeyPair, policy } from "../lab/door/example-lab.ts";
import { type Listening, listen, messageOf } from "./ears.ts";
import { keysTaken } from "./keys-taken.ts";
import { home, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
let deployer: KeyPair;

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const reading = policy({ Effect: "Allow", Action: "kinesis:Get*", Resource: "*" });
const dashboards = policy({ Effect: "Allow", Action: "cloudwatch:*", Resource: "*" });

beforeAll(async () => {
  stage = await openStage();
  scene = await listen(stage);
  mallory = await stage.lab.user("mallory", everything);
  deployer = await stage.lab.user("deployer", everything);
});
afterAll(() => stage.close());
beforeEach(() => scene.tidy());

const ears = () => ({
  ...scene.ears,
  settings: { ...scene.ears.settings, deployers: ["arn:aws:iam::*:user/deployer"] },
});
const idOf = (userName: string) => identityId("user", userName, home);
const iam = (as: KeyPair) => stage.lab.as(as).iam;

const put = async (UserName: string, PolicyDocument: string, as: KeyPair, PolicyName = "tools") => {
  await iam(as).send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  return scene.newest("PutUserPolicy");
};
const newUser = async (as: KeyPair = stage.lab.root): Promise<string> => {
  const UserName = `user-${randomUUID().slice(0, 8)}`;
  await iam(as).send(new CreateUserCommand({ UserName }));
  return UserName;
};
/** Hears an event; the detections of what it opened, and the actions that are to answer them. */
const found = async (record: { readonly eventID: string }) => {
  await hear(ears(), messageOf(record));
  const incident = await readIncident(stage.ledger, record.eventID);
  return {
    detections: incident?.findings.map(({ detection }) => detection) ?? [],
    actions: incident?.steps.map(({ action }) => action) ?? [],
    incident,
  };
};
const learned = async (userName: string) => (await readRemembered(stage.ledger, idOf(userName)))?.state;

describe("before the first look at all identities", () => {
  test("nothing is said of any, and nothing learned by its event", async () => {
    const userName = await newUser();
    expect((await found(await put(userName, reading, mallory))).detections).toStrictEqual([]);
    expect(await learned(userName)).toBeUndefined();
  });

  test("the first look learns how all of them are, also of whom somebody has locked out by then", async () => {
    const userName = await newUser();
    await put(userName, reading, stage.lab.root);
    const locked = await newUser();
    await put(locked, reading, stage.lab.root);
    const PermissionsBoundary = "arn:aws:iam::aws:policy/AWSDenyAll";
    await iam(stage.lab.root).send(new PutUserPermissionsBoundaryCommand({ UserName: locked, PermissionsBoundary }));
    expect(await sweep(ears())).toMatchObject({ first: true, found: 0 });
    expect(await learned(userName)).toMatchObject({ inline: { tools: reading } });
    expect(await learned(locked)).toMatchObject({ boundary: expect.stringContaining("AWSDenyAll") });
    expect(await sweep(ears())).toMatchObject({ first: false, found: 0 });
  });
});

describe("afterwards", () => {
  test("what somebody changes is found at its event, and they are evicted", async () => {
    const userName = await newUser();
    const { detections, actions, incident } = await found(await put(userName, reading, mallory));
    expect(detections).toStrictEqual(["policy-grants-streams"]);
    expect(actions).toStrictEqual(["deactivate-access-key", "restore-inline-policy"]);
    expect(incident?.findings[0]).toMatchObject({
      resource: { type: "AWS::IAM::User", id: idOf(userName) },
      cause: { blamed: true, name: "PutUserPolicy" },
    });
    expect(await learned(userName)).toBeUndefined();
  });

  test("what a deployer changes is how it is meant to be from then on, and is what is restored", async () => {
    const userName = await newUser(deployer);
    expect((await found(await put(userName, reading, deployer))).detections).toStrictEqual([]);
    expect(await learned(userName)).toMatchObject({ inline: { tools: reading } });
    const wider = policy({ Effect: "Allow", Action: "kinesis:*", Resource: "*" });
    const { incident } = await found(await put(userName, wider, mallory));
    expect(incident?.steps.map(({ params }) => params)).toContainEqual(expect.objectContaining({ document: reading }));
  });

  test("a deployer who changes two things one after the other is not taken for anybody else at the first event", async () => {
    const userName = await newUser(deployer);
    const created = scene.newest("CreateUser");
    const inline = await put(userName, reading, deployer);
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await iam(deployer).send(new AttachUserPolicyCommand({ UserName: userName, PolicyArn }));
    const attached = scene.newest("AttachUserPolicy");
    for (const record of [created, inline, attached]) expect((await found(record)).detections).toStrictEqual([]);
    expect(await learned(userName)).toMatchObject({
      inline: { tools: reading },
      attached: { [PolicyArn]: expect.any(String) },
    });
  });

  test("a bystander's event leads to no finding about what somebody else has changed; that waits for its own", async () => {
    const userName = await newUser();
    const changed = await put(userName, reading, mallory);
    const harmless = await put(userName, dashboards, deployer, "more");
    expect((await found(harmless)).detections).toStrictEqual([]);
    expect(await learned(userName)).toBeUndefined();
    expect((await found(changed)).detections).toStrictEqual(["policy-grants-streams"]);
  });

  test("what no event tells of is found by the sweep, once, and put right without blaming anybody", async () => {
    await sweep(ears());
    await scene.tidy();
    const userName = await newUser();
    await put(userName, reading, mallory);
    expect(await sweep(ears())).toMatchObject({ found: 1 });
    expect(await sweep(ears())).toMatchObject({ found: 0 });
    const orders = await scene.orders("identity");
    expect(new Set(orders.map(({ step }) => step.replace(/-[0-9a-f]{12}$/, "")))).toStrictEqual(
      new Set(["restore-inline-policy"]),
    );
    await iam(stage.lab.root).send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: "tools" }));
  });

  test("a change whose record says nothing leads to a look at all", async () => {
    const userName = await newUser();
    const { detections } = await found(await put(userName, `${" ".repeat(103_000)}${reading}`, mallory));
    expect(detections).toContain("policy-hidden");
    const incidents = await scene.orders("identity");
    expect(incidents.map(({ step }) => step.replace(/-[0-9a-f]{12}$/, ""))).toContain("restore-inline-policy");
    await iam(stage.lab.root).send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: "tools" }));
  });
});

describe("when all is put right again, nobody is contained for it but who did it", () => {
  const undo = (userName: string) =>
    iam(stage.lab.root).send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: "tools" }));
  const contained = ({ incident }: Awaited<ReturnType<typeof found>>) => keysTaken(stage, incident?.id ?? "");

  test("not who puts another text under the same name, within the same second", async () => {
    const userName = await newUser();
    const grant = await found(await put(userName, reading, mallory));
    const carol = await stage.lab.user(`carol-${randomUUID().slice(0, 8)}`, everything);
    const repair = await put(userName, dashboards, carol);
    expect(await hear(ears(), messageOf(repair))).toMatchObject({ became: "nothing found" });
    expect(await contained(grant)).toStrictEqual([mallory.accessKeyId]);
    await undo(userName);
  });

  test("not a deployer whose event is late, though somebody did the same as they meanwhile", async () => {
    const userName = await newUser(deployer);
    const meant = await put(userName, reading, deployer);
    const strike = await put(userName, reading, mallory);
    const grant = await found(strike);
    await undo(userName);
    expect(await hear(ears(), messageOf(meant))).toMatchObject({ became: "nothing found" });
    expect(await contained(grant)).toStrictEqual([mallory.accessKeyId]);
  });

  test("but who did, by the text that was found", async () => {
    const userName = await newUser();
    const first = await put(userName, reading, mallory);
    const eve = await stage.lab.user(`eve-${randomUUID().slice(0, 8)}`, everything);
    const strike = await put(userName, reading, eve);
    const grant = await found(strike);
    await undo(userName);
    const late = { ...first, eventTime: strike.eventTime };
    expect(await hear(ears(), messageOf(late))).toMatchObject({ became: "joined an incident" });
    expect(await contained(grant)).toStrictEqual([eve.accessKeyId, mallory.accessKeyId]);
  });
});

test("the roles of our own functions are nobody's to put back: they change with every deployment", async () => {
  const RoleName = "responder";
  const PolicyDocument = policy({ Effect: "Allow", Action: "kinesis:*", Resource: "*" });
  await iam(mallory).send(new PutRolePolicyCommand({ RoleName, PolicyName: "restore", PolicyDocument }));
  expect((await found(scene.newest("PutRolePolicy"))).detections).toStrictEqual([]);
  const before = (await scene.orders("identity")).length;
  await sweep(ears());
  expect(before).toBe(0);
  expect(JSON.stringify(await scene.orders("identity"))).not.toContain(RoleName);
  await iam(stage.lab.root).send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "restore" }));
});

describe("what somebody has made who is evicted", () => {
  const stopped = async (as: KeyPair) => scene.stop("orders", as);

  test("before: their other key, and the session of a role, in the same incident", async () => {
    const eve = await stage.lab.user("eve", everything);
    const roleArn = await stage.lab.role("eves-way-out", { AWS: home.account }, everything);
    await iam(eve).send(new CreateAccessKeyCommand({ UserName: "eve" }));
    const second = scene.newest("CreateAccessKey");
    await stage.lab.as(eve).sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "out" }));
    const assumed = scene.newest("AssumeRole");
    for (const record of [second, assumed]) await hear(ears(), messageOf(record));
    const { actions, incident } = await found(await stopped(eve));
    expect(actions.toSorted()).toStrictEqual([
      "deactivate-access-key",
      "deactivate-access-key",
      "deny-role-session",
      "restore-stream-encryption",
    ]);
    expect(incident?.advice.join()).toContain("access key");
    expect(incident?.advice.join()).toContain("eves-way-out/out");
  });

  test("after: a key that they make while IAM has not heard everywhere goes with them, whatever comes first", async () => {
    const adam = await stage.lab.user("adam", everything);
    const strike = await stopped(adam);
    await iam(adam).send(new CreateAccessKeyCommand({ UserName: "adam" }));
    const second = scene.newest("CreateAccessKey");
    await hear(ears(), messageOf(strike));
    await hear(ears(), messageOf(second));
    const incident = await readIncident(stage.ledger, strike.eventID);
    expect(incident?.steps.filter(({ action }) => action === "deactivate-access-key")).toHaveLength(2);
  });

  test("who is not evicted keeps what they make", async () => {
    await iam(deployer).send(new CreateAccessKeyCommand({ UserName: "deployer" }));
    expect((await found(scene.newest("CreateAccessKey"))).actions).toStrictEqual([]);
  });
});
