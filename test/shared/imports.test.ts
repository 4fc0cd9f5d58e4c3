import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|cjs|mjs)$/.test(file))
    .map((file) => join(folder, file));

/** What is said in comments imports nothing. */
const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/[^\n]*/g, "");

const specifier = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*["']([^"']+)["']/g;

/** The modules that a text imports, by type, lazily and for their effects included. */
const importsOf = (text: string): readonly string[] =>
  [...withoutComments(text).matchAll(specifier)].flatMap(([, module]) => module ?? []);

interface Import {
  readonly from: string;
  /** Path from the root, `shared/aws/transport.ts`; a package by its name. */
  readonly to: string;
}

const files = [...sourcesIn("shared"), ...sourcesIn("functions")];
const imports: readonly Import[] = files.flatMap((from) =>
  importsOf(readFileSync(join(root, from), "utf8")).map((module) => ({
    from,
    to: module.startsWith(".") ? relative(root, join(root, dirname(from), module)) : module,
  })),
);

const inside = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
const ours = (path: string) =>
  ["shared", "functions", "test"].some((folder) => inside(folder)(path)) || path.startsWith("lockkeeper:");

/** The imports from a folder that lead where they must not. */
const wrong = (from: string, mayNot: (to: string) => boolean): readonly string[] =>
  imports.filter((one) => inside(from)(one.from) && mayNot(one.to)).map((one) => `${one.from} imports ${one.to}`);

const anyOf =
  (...folders: readonly string[]) =>
  (to: string) =>
    folders.some((folder) => inside(`shared/${folder}`)(to));

test("imports are found in all their forms", () => {
  const text = `import a from "./a.ts"; import type { B } from './b.ts'
import {
  c,
} from "./c.ts"; export * from "./d.ts"; import "./e.ts"; const f = await import("./f.ts"); require("./g.ts");
type H = import("./h.ts").H; // import "./no.ts"
/* import "./no.ts" */ const url = "https://from.example";`;
  expect(importsOf(text)).toStrictEqual(["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => `./${name}.ts`));
  expect(imports.length).toBeGreaterThan(150);
});

describe("imports point one way", () => {
  test.each<[string, string, (to: string) => boolean]>([
    [
      "cloudtrail imports nothing of ours but itself",
      "shared/cloudtrail",
      (to) => ours(to) && !inside("shared/cloudtrail")(to),
    ],
    [
      "cloudwatch knows what an event of the bus looks like, and nothing else of ours",
      "shared/cloudwatch",
      (to) => ours(to) && !inside("shared/cloudwatch")(to) && to !== "shared/cloudtrail/bus-event.ts",
    ],
    ["aws imports nothing of ours but itself", "shared/aws", (to) => ours(to) && !inside("shared/aws")(to)],
    [
      "baseline imports nothing of ours but itself",
      "shared/baseline",
      (to) => ours(to) && !inside("shared/baseline")(to),
    ],
    [
      "policy knows of policies and ARNs alone",
      "shared/policy",
      (to) => ours(to) && !inside("shared/policy")(to) && to !== "shared/resources/arn.ts",
    ],
    [
      "resources know nothing of what is made of them",
      "shared/resources",
      anyOf("actions", "detections", "incident", "response", "ledger", "notice", "queue"),
    ],
    [
      "actions know nothing of who asks for them",
      "shared/actions",
      anyOf("detections", "incident", "response", "ledger", "notice", "queue"),
    ],
    [
      "detections know nothing of what becomes of a finding",
      "shared/detections",
      anyOf("incident", "response", "ledger", "notice", "queue"),
    ],
    [
      "the ledger knows nothing of those who write and tell it",
      "shared/ledger",
      anyOf("detections", "response", "notice", "queue"),
    ],
    [
      "orders of operators change nothing but what is on record",
      "shared/operate",
      anyOf("actions", "response", "queue"),
    ],
    ["notices are made of what is on record", "shared/notice", anyOf("response", "queue", "resources")],
    ["what is deployed needs nothing that derives it", "functions", anyOf("derive")],
  ])("%s", (_, from, mayNot) => {
    expect(wrong(from, mayNot)).toStrictEqual([]);
  });

  test("only what derives imports what derives", () => {
    expect(
      imports.filter(({ from, to }) => inside("shared/derive")(to) && !inside("shared/derive")(from)),
    ).toStrictEqual([]);
  });

  test("only the functions that replay archives, and what derives them, import what replays archives", () => {
    const may = (from: string) =>
      inside("shared/replay")(from) || inside("shared/derive")(from) || from.startsWith("functions/replay-");
    expect(imports.filter(({ from, to }) => inside("shared/replay")(to) && !may(from))).toStrictEqual([]);
  });

  test("only functions and what derives from the verbs import what operators can order", () => {
    const may = (from: string) =>
      ["functions", "shared/derive", "shared/operate"].some((folder) => inside(folder)(from));
    expect(imports.filter(({ from, to }) => inside("shared/operate")(to) && !may(from))).toStrictEqual([]);
  });

  test("nobody imports an entry point or a test", () => {
    const shared = ["functions/shell.ts", "functions/orders.ts", "functions/ears.ts"];
    const entry = (to: string) => inside("functions")(to) && !shared.includes(to);
    expect(
      imports.filter(
        ({ from, to }) => inside("test")(to) || entry(to) || (inside("functions")(to) && inside("shared")(from)),
      ),
    ).toStrictEqual([]);
  });

  test("only aws imports the clients of AWS, of all that is deployed", () => {
    const sdk = (to: string) => /^@(aws-sdk|smithy)\//.test(to);
    expect(
      imports.filter(
        ({ from, to }) =>
          sdk(to) && !inside("shared/aws")(from) && !inside("shared/derive")(from) && !inside("shared/replay")(from),
      ),
    ).toStrictEqual([]);
  });
});

describe("there is one gate", () => {
  /** Ways to get hold of an action's `apply` or `undo`. A plain `.undo` may be a field of a plan or a record, so it counts only where it is called, and on what is called an action. */
  const doing =
    /\.apply\b|\.undo\s*(?:\?\.\s*)?\(|\.undo\s*\.\s*(?:call|bind)\b|\b\w*[aA]ctions?\w*(?:\[[^\]]*\])?\??\.undo\b|\[\s*["'`](?:apply|undo)["'`]\s*\]|\{[^{}]*\b(?:apply|undo)\b[^{}]*\}\s*=(?!=)|\(\s*\{[^{}()]*\b(?:apply\b|undo\s*:)[^{}()]*\}/;
  /** A parameter's field `undo` is a plan's or a record's, unless it is called, handed on or given back: then it is an action's. */
  const taken = /\(\s*\{[^{}()]*\bundo\b[^{}()]*\}/;
  const used = /(?<![.\w])undo\s*(?:\?\.\s*)?\(|[(,=]\s*undo\s*[,);\n]|(?:=>|\breturn)\s*undo\b(?!\s*[?&|=])/;
  const parameter = /(?<=[(,]\s*)\{[^{}()]*\bundo\b[^{}()]*\}(?=\s*(?::\s*[\w.<>[\]"\x27]+\s*)?[,)])/g;
  const does = (text: string) => {
    const code = withoutComments(text);
    return doing.test(code) || (taken.test(code) && used.test(code.replaceAll(parameter, "{}")));
  };

  test("an action is applied or undone in shared/response/gate.ts only, and rehearsed beside it, where no write gets out", () => {
    expect(files.filter((file) => does(readFileSync(join(root, file), "utf8")))).toStrictEqual([
      "shared/response/gate.ts",
      "shared/response/rehearse.ts",
    ]);
  });

  test.each([
    "await action.apply(change, call)",
    "action.undo(change, call)",
    "const { apply } = action",
    "const { id, undo } = found",
    "(undone ? action.undo : other)(x)",
    'action["apply"](x)',
    "actions[0].undo",
    "({ apply, id }) => apply(id)",
    "({ id, undo }) => undo(id)",
    "({ id, undo }) => undo?.(id)",
    "({ undo }) => undo",
    "({ id, undo }) => run(id, undo)",
    "({ undo }) => { const take = undo; }",
    "({ undo: take }) => take(id)",
    "({ answers }, { undo }) => 1; const { undo } = found",
    "found.undo(change, call)",
    "found.undo?.(change, call)",
    "found.undo.call(found, change)",
  ])("%s would be seen", (text) => {
    expect(does(text)).toBe(true);
  });

  test.each([
    "record?.undo",
    "return record.undo;",
    'if (record?.undo?.type === "verified") return record.undo;',
    "plan.undo !== undefined",
    "{ undo: json(x), undoneAt }",
    "({ answers, undo }) => answers.replayed && !undo ? reason : undefined",
    "const plan = { action, undo: true }",
    "({ outcome, undo, action }: StepRecord): string => [outcome?.type, undo?.type].join()",
    "({ change, undo, action }) => { if (undo || action) return []; }",
    "({ answers, undo }, { settings }) => { return undo ? undefined : unlessApproved(answers); }",
    "noteUndo(ledger, key, outcome)",
    "// action.apply",
  ])("%s is something else", (text) => {
    expect(does(text)).toBe(false);
  });
});
