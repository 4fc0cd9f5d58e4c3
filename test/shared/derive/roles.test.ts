import { describe, expect, test } from "vitest";
import { identityActions, resourceActions } from "../../../shared/actions/index.ts";
import type { Permission } from "../../../shared/aws/operations.ts";
import type { Settings } from "../../../shared/baseline/settings.ts";
import { mayEnforce } from "../../../shared/derive/arns.ts";
import { functionNames } from "../../../shared/derive/bundle.ts";
import { operationOf, permissionsOf, roles, statementsFor } from "../../../shared/derive/roles.ts";
import { detections } from "../../../shared/detections/index.ts";
import type { FunctionName } from "../../../shared/response/rights.ts";
import { settingsOf } from "../records.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: readonly Permission[];
  readonly Resource: unknown;
}
interface Role {
  readonly Properties: {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  };
}

const functions = functionNames;
const orders = { name: "orders" };
const observe = settingsOf({ mode: "observe", streams: [orders] });
const enforce = settingsOf({ mode: "enforce", streams: [orders, { name: "payments" }] });
const detection = detections[0].id;

const actions = [...identityActions, ...resourceActions];
const writes: readonly string[] = actions.flatMap((action) => action.writes);

/** Every statement in the template's roles, what Lambda itself needs included. */
const statementsIn = async (settings: Settings): Promise<readonly Statement[]> => {
  const template: Readonly<Record<string, Role>> = JSON.parse(JSON.stringify(await roles(settings)));
  return Object.values(template).flatMap(({ Properties }) =>
    Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  );
};

const statementsOf = async (name: FunctionName, settings: Settings): Promise<readonly Statement[]> =>
  JSON.parse(JSON.stringify(await statementsFor(name, settings)));

describe("a deployment that may enforce nothing has no right to any action's write", () => {
  test.each<[string, Settings]>([
    ["it observes", observe],
    ["it guards no stream", { ...enforce, streams: [] }],
    ["its only stream observes", { ...enforce, streams: [{ ...orders, mode: "observe" }] }],
    [
      "all its detections observe",
      { ...enforce, detections: Object.fromEntries(detections.map(({ id }) => [id, { mode: "observe" as const }])) },
    ],
    [
      "its stream enforces what its detections all observe",
      settingsOf({
        streams: [{ ...orders, mode: "enforce" }],
        detections: Object.fromEntries(detections.map(({ id }) => [id, { mode: "observe" as const }])),
      }),
    ],
  ])("when %s", async (_, settings) => {
    expect(mayEnforce(settings)).toBe(false);
    for (const name of functions)
      expect(permissionsOf(name, settings).filter((permission) => writes.includes(permission))).toStrictEqual([]);
    const allowed = (await statementsIn(settings)).flatMap(({ Action }) => Action);
    expect(allowed.filter((action) => writes.includes(action) || action.includes("*"))).toStrictEqual([]);
    expect(
      allowed.filter(
        (action) => /^(kinesis|iam|kms):/.test(action) && !/:(Describe|List|Get|Decrypt|GenerateDataKey$)/.test(action),
      ),
    ).toStrictEqual([]);
  });
});

describe("a deployment that may enforce something has exactly the writes that its actions declare", () => {
  test.each<[string, Settings]>([
    ["it enforces", enforce],
    ["one stream enforces", { ...observe, streams: [orders, { name: "payments", mode: "enforce" }] }],
    ["one detection enforces", { ...observe, detections: { [detection]: { mode: "enforce" } } }],
  ])("when %s", (_, settings) => {
    expect(mayEnforce(settings)).toBe(true);
    const added = (name: FunctionName) =>
      permissionsOf(name, settings).filter((permission) => !permissionsOf(name, observe).includes(permission));
    expect(added("contain")).toStrictEqual([...new Set(identityActions.flatMap((action) => action.writes))].sort());
    expect(added("restore")).toStrictEqual([...new Set(resourceActions.flatMap((action) => action.writes))].sort());
    expect(added("detect")).toStrictEqual([]);
    expect(added("operate")).toStrictEqual([]);
    expect(added("notify")).toStrictEqual([]);
  });
});

test("identities are changed by contain alone, streams by restore alone, and neither by the others", () => {
  const changing = async (name: FunctionName) => {
    const access = await Promise.all(
      permissionsOf(name, enforce).map(
        async (permission) => [permission, (await operationOf(permission)).access] as const,
      ),
    );
    return [
      ...new Set(
        access.flatMap(([permission, level]) =>
          level === "Read" || level === "List" ? [] : [permission.split(":")[0]],
        ),
      ),
    ];
  };
  return expect(Promise.all(functions.map(async (name) => [name, await changing(name)]))).resolves.toStrictEqual([
    ["detect", ["dynamodb", "sqs"]],
    ["sweep", ["dynamodb", "sqs"]],
    ["contain", ["dynamodb", "iam", "sqs"]],
    ["restore", ["dynamodb", "kinesis", "sqs"]],
    ["operate", ["dynamodb", "sqs"]],
    ["notify", ["dynamodb", "sns", "sqs"]],
  ]);
});

describe.each(functions)("the statements of %s", (name) => {
  test("allow exactly its permissions, each once", async () => {
    const statements = await statementsOf(name, enforce);
    const allowing = await Promise.all(
      permissionsOf(name, enforce).map(async (permission) => {
        const { allowedBy, besides = [] } = await operationOf(permission);
        const own = allowedBy?.map((action) => `${permission.split(":")[0]}:${action}`) ?? [permission];
        return [...own, ...besides.map(({ action }) => action)];
      }),
    );
    const granted = statements.flatMap(({ Action }) => Action);
    expect([...new Set<string>(granted)].toSorted()).toStrictEqual([...new Set(allowing.flat())].toSorted());
    const pairs = statements.flatMap(({ Action, Resource }) =>
      Action.map((action) => `${action} on ${JSON.stringify(Resource)}`),
    );
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { Effect } of statements) expect(Effect).toBe("Allow");
  });

  test("name resources for every call that knows any", async () => {
    const statements = await statementsOf(name, enforce);
    for (const { Action, Resource } of statements) {
      const known = Action.filter((action) => permissionsOf(name, enforce).includes(action));
      const kinds = (await Promise.all(known.map(async (permission) => (await operationOf(permission)).on))).flat();
      // A right that comes besides a call's own names its resources, too.
      expect(JSON.stringify(Resource) === '["*"]').toBe(known.length > 0 && kinds.length === 0);
      expect(Resource).not.toStrictEqual([]);
    }
  });

  test("have a resource each, even where no stream is guarded yet", async () => {
    const statements = await statementsOf(name, { ...enforce, streams: [] });
    for (const { Resource } of statements) expect(Resource).not.toStrictEqual([]);
  });
});

test("what creates a channel again: the streams and channels, and any role, but for Kinesis alone", async () => {
  const sub = (text: string) => ({ "Fn::Sub": text });
  const ours = (text: string) => sub(`arn:\${AWS::Partition}:kinesis:\${AWS::Region}:\${AWS::AccountId}:${text}`);
  const statements = await statementsOf("restore", enforce);
  const granting = (action: string) => statements.filter(({ Action }) => Action.some((one: string) => one === action));
  const resources = (action: string) => granting(action).flatMap(({ Resource }) => Resource);
  const streams = [ours("stream/orders"), ours("stream/payments")];
  expect(resources("kinesis:CreateChannel")).toStrictEqual([ours("channel/*"), ...streams]);
  expect(resources("kinesis:AssociateStreamsWithChannel")).toStrictEqual([ours("channel/*"), ...streams]);
  expect(granting("iam:PassRole")).toStrictEqual([
    {
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*")],
      Condition: { StringEquals: { "iam:PassedToService": "kinesis.amazonaws.com" } },
    },
  ]);
  expect(JSON.stringify(await statementsOf("restore", observe))).not.toMatch(/PassRole|CreateChannel|Associate/);
});

test("the right to a stream's encryption reaches the guarded streams and the keys, and no other stream", async () => {
  const statements = await statementsOf("restore", enforce);
  const found = statements.find(({ Action }) => Action.includes("kinesis:StartStreamEncryption"));
  expect(found).toStrictEqual({
    Effect: "Allow",
    Action: ["kinesis:StartStreamEncryption", "kinesis:StopStreamEncryption"],
    Resource: [
      { "Fn::Sub": "arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/orders" },
      { "Fn::Sub": "arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/payments" },
      { "Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*" },
    ],
  });
});
