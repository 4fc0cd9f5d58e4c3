import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { identityPart } from "../../../shared/derive/stack.ts";
import { settingsOf } from "../records.ts";

const part = identityPart(settingsOf({ streams: [{ name: "orders" }] }), "eu-west-1") as Readonly<
  Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
>;

test("what is recorded in IAM's Region alone is handed on to the bus where the streams are, and nothing else", () => {
  const rules = Object.entries(part).filter(([, { Type }]) => Type === "AWS::Events::Rule");
  expect(rules.map(([id]) => id).toSorted()).toStrictEqual([
    "ExposedKeysRule",
    "IamWritesRule",
    "RootRule",
    "SessionsRule",
    "SignInRule",
  ]);
  const bus = { "Fn::Sub": "arn:${AWS::Partition}:events:eu-west-1:${AWS::AccountId}:event-bus/default" };
  for (const [, { Properties }] of rules)
    expect(Properties["Targets"]).toMatchObject([{ Arn: bus, RoleArn: { "Fn::GetAtt": ["ForwardRole", "Arn"] } }]);
  expect(JSON.stringify(part["ForwardRole"])).toContain(
    JSON.stringify({ Action: ["events:PutEvents"], Resource: bus }).slice(1, -1),
  );
});

test("what cannot be handed on is kept, and told", () => {
  expect(Object.keys(part)).toEqual(expect.arrayContaining(["Undelivered", "UndeliveredPolicy", "UndeliveredAlarm"]));
});

test.each(["", "Europe", "us-east-1; drop"])("%j is no Region", (home) => {
  expect(() => identityPart(settingsOf(), home)).toThrow("home: expected the Region of the streams, such as eu-west-1");
});

describe("a deployment", () => {
  /** The part of the Serverless CLI that the hook uses; the CLI itself deploys in the end-to-end tests. */
  const warned = async (region: string, deployed: readonly string[]): Promise<readonly string[]> => {
    const said: string[] = [];
    const provider = {
      getRegion: () => region,
      getStage: () => "prod",
      request: async (
        _service: string,
        _call: string,
        { StackName }: { StackName: string },
        options: { region: string },
      ) => {
        if (!deployed.includes(`${options.region} ${StackName}`)) throw new Error("does not exist");
      },
    };
    const Plugin = createRequire(import.meta.url)("../../../shared/derive/before-deploy.cjs");
    const serverless = { service: { custom: { oncall: "a@example.com" } }, getProvider: () => provider };
    const log = { warning: (line: string) => said.push(line) };
    await new Plugin(serverless, {}, { log }).hooks["before:deploy:deploy"]();
    return said;
  };

  test("where IAM is recorded is told nothing", async () => {
    for (const region of ["us-east-1", "cn-north-1", "us-gov-west-1"])
      expect(await warned(region, [])).toStrictEqual([]);
  });

  test("elsewhere, without the part for identities, is warned, with the command that deploys it", async () => {
    expect(await warned("eu-west-1", [])).toStrictEqual([
      expect.stringContaining(
        '--config serverless.identity.yml --region us-east-1 --stage prod --param="home=eu-west-1"',
      ),
    ]);
    expect(await warned("eu-west-1", ["us-east-1 lockkeeper-identity-prod"])).toStrictEqual([]);
    expect(await warned("cn-northwest-1", ["us-east-1 lockkeeper-identity-prod"])).toHaveLength(1);
  });
});
