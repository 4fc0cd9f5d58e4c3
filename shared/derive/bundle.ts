import { rmSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { Settings } from "../baseline/settings.ts";
import { type FunctionName, rights } from "../response/rights.ts";

export const functionNames = Object.keys(rights) as readonly FunctionName[];

const settingsModule = (settings: Settings): Plugin => ({
  name: "settings",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^lockkeeper:settings$/ }, ({ path }) => ({ path, namespace: "settings" }));
    onLoad({ filter: /.*/, namespace: "settings" }, () => ({ contents: `export const settings = ${JSON.stringify(settings)}`, loader: "js" }));
  },
});

/**
 * Bundles each function to `dist/NAME/index.cjs`. CommonJS, since importing node:http as an ES module alone costs 20 ms at
 * cold start; the SDK's default credential chain is left out, since Lambda gives credentials by environment.
 * @returns bytes of each bundle
 */
export const bundle = async (root: string, settings: Settings): Promise<Readonly<Record<FunctionName, number>>> => {
  const outdir = join(root, "dist");
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(functionNames.map((name) => [`${name}/index`, `functions/${name}.ts`])),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": join(root, "shared/aws/credentials.ts") },
    plugins: [settingsModule(settings)],
    minify: true,
    legalComments: "none",
    metafile: true,
    logLevel: "error",
  });
  const bytes = (name: FunctionName) => metafile.outputs[`dist/${name}/index.cjs`]?.bytes ?? 0;
  return Object.fromEntries(functionNames.map((name) => [name, bytes(name)])) as Record<FunctionName, number>;
};
