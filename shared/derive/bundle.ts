import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import type { Settings } from "../baseline/settings.ts";
import { type FunctionName, rights } from "../response/rights.ts";
import { lean } from "./lean.ts";

export const functionNames = Object.keys(rights) as readonly FunctionName[];

const settingsModule = (settings: Settings): Plugin => ({
  name: "settings",
  setup: (plugin) => {
    plugin.onResolve({ filter: /^lockkeeper:settings$/ }, ({ path }) => ({ path, namespace: "settings" }));
    plugin.onLoad({ filter: /.*/, namespace: "settings" }, () => ({
      contents: `export const settings = ${JSON.stringify(settings)}`,
      loader: "js",
    }));
  },
});

const common: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  logLevel: "error",
};

/**
 * Two passes. The first, with splitting, takes out of each service client all that is not called: esbuild cannot while the
 * client is imported lazily in one file. The second puts the chunks into one CommonJS file, each still evaluated only when
 * it is first needed. CommonJS, since importing node:http as an ES module alone costs 20 ms at cold start.
 */
const bundleOne = async (root: string, name: FunctionName, settings: Settings): Promise<number> => {
  const chunks = mkdtempSync(join(tmpdir(), `lockkeeper-${name}-`));
  const outfile = join(root, "dist", name, "index.cjs");
  try {
    await build({
      ...common,
      absWorkingDir: root,
      entryPoints: { index: `functions/${name}.ts` },
      outdir: chunks,
      format: "esm",
      splitting: true,
      plugins: [settingsModule(settings), lean(root)],
    });
    await build({ ...common, entryPoints: [join(chunks, "index.js")], outfile, format: "cjs" });
  } finally {
    rmSync(chunks, { recursive: true, force: true });
  }
  return statSync(outfile).size;
};

/**
 * Bundles each function to `dist/NAME/index.cjs`.
 * @returns bytes of each bundle
 */
export const bundle = async (root: string, settings: Settings): Promise<Readonly<Record<FunctionName, number>>> => {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const sizes = await Promise.all(
    functionNames.map(async (name) => [name, await bundleOne(root, name, settings)] as const),
  );
  return Object.fromEntries(sizes) as Record<FunctionName, number>;
};
