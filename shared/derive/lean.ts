import { readFileSync } from "node:fs";
import { basename, sep } from "node:path";
import type { Plugin } from "esbuild";
import { identityActions, resourceActions } from "../actions/index.ts";
import { camelCase } from "./letter-case.ts";

/** What judges needs of the actions their names, and of the detections not what is told of them in docs/; both grow with each detection. */

type Unit = { readonly id: string; readonly countermeasure: string };

/** The actions of which only the id is used where steps are planned: all but those that the ladder chooses by their parameters. */
const named = new Set(
  [
    ...(resourceActions as readonly Unit[]),
    ...(identityActions as readonly Unit[]).filter(({ countermeasure }) => countermeasure === "Restore"),
  ].map(({ id }) => id),
);

/** As the formatter writes them. */
const forDocs = /^( +)(why|blindSpots|watched):\s*(?:"(?:[^"\\]|\\.)*"|`[^`]*`),\n/gm;

/**
 * Leaves out of a bundle how actions are carried out, so that a function which judges cannot even contain a write; and the prose of
 * detections.
 * @param models whether it judges by models of resources, as only a replay does, which has nothing to read
 */
export const lean = ({ models }: { readonly models: boolean }): Plugin => ({
  name: "lean",
  setup: (plugin) => {
    plugin.onLoad({ filter: /shared[\\/]actions[\\/]\w+[\\/][\w-]+\.ts$/ }, ({ path }) => {
      const id = basename(path, ".ts");
      return named.has(id)
        ? { contents: `export const ${camelCase(id)} = { id: ${JSON.stringify(id)} };`, loader: "js" }
        : null;
    });
    plugin.onLoad({ filter: /shared[\\/]detections[\\/]\w+[\\/][\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(forDocs, '$1$2: "",\n'),
      loader: "ts",
    }));
    if (models) return;
    plugin.onLoad({ filter: /shared[\\/]resources[\\/]\w+[\\/]model\.ts$/ }, ({ path }) => {
      const name = path.split(sep).at(-2) === "iam" ? "identityModel" : "streamModel";
      return { contents: `export const ${name} = undefined;`, loader: "js" };
    });
  },
});
