import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Action, type Change, isSame } from "../../shared/actions/action.ts";
import { type Call, caller, type Permission } from "../../shared/aws/operations.ts";
import { operationOf } from "../../shared/derive/roles.ts";
import { limitedTo } from "../../shared/response/hands.ts";
import type { Scene } from "../attacks/scene.ts";
import { difference, type Snapshot, snapshot } from "../drill/snapshot.ts";
import { account, type ExampleLab, openExampleLab } from "../lab/door/example-lab.ts";

/** One situation for an action: how it comes about, and what the action is then asked to do. */
export interface Case<Params> {
  readonly name: string;
  /** Makes the situation as the account's root; each time from scratch, so that names have to be new. */
  readonly prepare: (lab: ExampleLab, unique: string) => Promise<Params>;
  /** Takes away, as the account's root, what the action changes. */
  readonly remove: (lab: ExampleLab, params: Params) => Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: the laws hold for actions of every kind.
type AnyAction<Params> = Action<string, Params, any, any, any>;

const region = "us-east-1";

/** The IAM actions behind some calls, those that they take besides their own included. */
const rightsTo = async (calls: readonly Permission[]): Promise<readonly string[]> => {
  const operations = await Promise.all(calls.map(operationOf));
  return [...calls, ...operations.flatMap(({ besides = [] }) => besides.map((right) => right.action))];
};

/**
 * The laws of actions, against the local AWS, under a role that holds just the permissions which the action declares.
 * An action that needs one more than it says fails here.
 */
export const obeysTheLaws = <Params>(action: AnyAction<Params>, cases: readonly Case<Params>[]): void => {
  let lab: ExampleLab;
  let scene: Scene;
  let made = 0;
  const environment = { ...process.env };

  beforeAll(async () => {
    lab = await openExampleLab({ updatingMs: 300 });
    scene = {
      endpoint: lab.door.endpoint,
      region,
      account,
      operator: lab.root,
      stream: { name: "", arn: "", keyAlias: "" },
    };
    const declared = await rightsTo([...action.reads, ...action.writes]);
    const role = await lab.role("responder", { AWS: account }, { Effect: "Allow", Action: declared, Resource: "*" });
    const user = await lab.user("caller", { Effect: "Allow", Action: "sts:AssumeRole", Resource: role });
    const { Credentials: session } = await lab
      .as(user)
      .sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "laws" }));
    Object.assign(process.env, {
      AWS_REGION: region,
      AWS_ENDPOINT_URL: lab.door.endpoint,
      AWS_ACCESS_KEY_ID: session?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: session?.SecretAccessKey,
      AWS_SESSION_TOKEN: session?.SessionToken,
    });
  });
  afterAll(async () => {
    process.env = environment;
    await lab.close();
  });

  const call = caller({
    iam: () => import("../../shared/aws/iam.ts"),
    kinesis: () => import("../../shared/aws/kinesis.ts"),
    kms: () => import("../../shared/aws/kms.ts"),
    // biome-ignore lint/suspicious/noExplicitAny: which permissions an action needs is what the run shows.
  }) as Call<any>;
  const reads = limitedTo(call, action.reads);
  const writes = limitedTo(call, [...action.reads, ...action.writes]);
  /** As it comes back from the ledger. */
  const stored = <T>(change: T): T => JSON.parse(JSON.stringify(change)) as T;
  /** Whether that which is changed is as it was stored to be. */
  const isNow = async (change: Change, when: "before" | "after") =>
    isSame(action, await action.live(change, reads), change[when]);
  const changed = async (before: Snapshot) => difference(before, await snapshot(scene));

  describe.each(cases)("$name", ({ prepare }) => {
    let params: Params;
    let before: Snapshot;
    beforeEach(async () => {
      params = await prepare(lab, `case-${++made}`);
      before = await snapshot(scene);
    });

    test("planning writes nothing", async () => {
      const records = lab.door.trail.records().length;
      expect(await action.plan(params, reads)).toBeDefined();
      const calls = lab.door.trail.records().slice(records);
      expect(calls.filter(({ readOnly }) => !readOnly)).toEqual([]);
      expect(await changed(before)).toEqual([]);
    });

    test("live is what was planned from before, what was planned to after, and then nothing is left to plan", async () => {
      const change = stored(await action.plan(params, reads));
      expect(await isNow(change, "before")).toBe(true);
      expect(await isNow(change, "after")).toBe(false);
      await action.apply(change, writes);
      expect(await isNow(change, "before")).toBe(false);
      expect(await isNow(change, "after")).toBe(true);
      expect(await action.plan(params, reads)).toBeUndefined();
      expect(await changed(before)).not.toEqual([]);
    });

    test("undo from the stored change alone brings the state back exactly", async () => {
      const change = stored(await action.plan(params, reads));
      await action.apply(change, writes);
      await action.undo(stored(change), writes);
      expect(await changed(before)).toEqual([]);
      expect(await isNow(change, "before")).toBe(true);
    });

    test("applying twice equals applying once", async () => {
      const change = stored(await action.plan(params, reads));
      await action.apply(change, writes);
      const once = await snapshot(scene);
      await action.apply(change, writes);
      expect(await changed(once)).toEqual([]);
    });

    test("what is stored passes the action's own schema, and names what it changes", async () => {
      const change = stored(await action.plan(params, reads));
      expect(action.change["~run"]({ value: change }, {}).issues).toBeUndefined();
      expect(change.resource).toMatch(/^arn:/);
    });
  });

  test("what does not exist any more is neither as it was before nor after, and live tells so without failing", async () => {
    const [one] = cases;
    if (one === undefined) throw new Error("an action has a case at least");
    const params = await one.prepare(lab, `case-${++made}`);
    const change = stored(await action.plan(params, reads));
    await one.remove(lab, params);
    expect(await action.live(change, reads)).toBeUndefined();
    for (const when of ["before", "after"] as const) expect(await isNow(change, when)).toBe(false);
  });
};
