import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { identityActions, resourceActions } from "../actions/index.ts";
import type { Settings } from "../baseline/settings.ts";
import { detections } from "../detections/index.ts";
import type { ActionTitle } from "../notice/told.ts";
import { replayFunctions } from "../replay/distributed/rights.ts";
import { type FunctionName, judges, rights } from "../response/rights.ts";
import { readSettingsFile } from "../settings/read-file.ts";
import { lean } from "./lean.ts";

export const functionNames = Object.keys(rights) as readonly FunctionName[];
/** Those of the part that replays archives, as their files are called. */
export const replayFunctionNames: readonly string[] = replayFunctions.map((name) => `replay-${name}`);

/** What is known when bundling, as modules: the settings, and what the actions say of themselves without how they are done. */
const known = (settings: Settings): Plugin => {
  const titles = (actions: readonly ActionTitle[]) =>
    actions.map(({ id, title, countermeasure, limits }) => ({ id, title, countermeasure, limits }));
  const modules: Readonly<Record<string, object>> = {
    "lockkeeper:settings": { settings },
    "lockkeeper:actions": { identityActions: titles(identityActions), resourceActions: titles(resourceActions) },
    "lockkeeper:detections": { detectionIds: detections.map(({ id }) => id) },
  };
  return {
    name: "known",
    setup: (plugin) => {
      plugin.onResolve({ filter: /^lockkeeper:/ }, ({ path }) => ({ path, namespace: "known" }));
      plugin.onLoad({ filter: /.*/, namespace: "known" }, ({ path }) => ({
        contents: Object.entries(modules[path] ?? {})
          .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
          .join("\n"),
        loader: "js",
      }));
    },
  };
};

const leanFor = (name: string): readonly Plugin[] => {
  if (judges.some((one) => one === name)) return [lean({ models: false })];
  return replayFunctionNames.includes(name) ? [lean({ models: true })] : [];
};

const common: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  logLevel: "error",
  supported: {
    // A dynamic import of node:http evaluates all its exports, and with them Node's own fetch: another 20 ms.
    "dynamic-import": false,
    // V8 reads an arrow function twice before it knows that it is one.
    arrow: false,
  },
};

/** CommonJS, since importing node:http as an ES module alone costs 20 ms at cold start. What is imported lazily is evaluated when it is first needed. */
const bundleOne = async (root: string, name: string, settings: Settings): Promise<number> => {
  const outfile = join(root, "dist", name, "index.cjs");
  await build({
    ...common,
    absWorkingDir: root,
    entryPoints: [`functions/${name}.ts`],
    outfile,
    format: "cjs",
    plugins: [known(settings), ...leanFor(name)],
  });
  return statSync(outfile).size;
};

/**
 * Bundles functions to `dist/NAME/index.cjs`.
 * @param names as their files are called, `detect`
 * @returns bytes of each bundle
 */
export const bundle = async <Name extends string>(
  root: string,
  settings: Settings,
  names: readonly Name[],
): Promise<Readonly<Record<Name, number>>> => {
  const sizes = await Promise.all(
    names.map(async (name) => {
      rmSync(join(root, "dist", name), { recursive: true, force: true });
      return [name, await bundleOne(root, name, settings)] as const;
    }),
  );
  return Object.fromEntries(sizes) as Record<Name, number>;
};

const root = join(import.meta.dirname, "../..");

/** What the packaging step runs. @param config path of the settings file */
export const bundleFrom = (config: string, names: readonly string[]) => bundle(root, readSettingsFile(config), names);
