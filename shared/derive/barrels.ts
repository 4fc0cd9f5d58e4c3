import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { camelCase } from "./letter-case.ts";

const shared = join(import.meta.dirname, "..");

interface Unit {
  readonly path: string;
  readonly name: string;
  /** Of a detection: drift, relapse, … */
  readonly kind: string | undefined;
}

/** The files of a folder that define a unit: one constant, named like the file, that says what it is. Others beside them only help. */
export const unitsIn = async (folder: string): Promise<readonly Unit[]> => {
  const files = readdirSync(join(shared, folder), { recursive: true, encoding: "utf8" });
  const units = await Promise.all(
    files
      .filter((file) => file.endsWith(".ts") && !file.endsWith("index.ts"))
      .map(async (file) => {
        const id = file.slice(file.lastIndexOf(sep) + 1, -".ts".length);
        const name = camelCase(id);
        const unit = (
          (await import(join(shared, folder, file))) as Record<
            string,
            { readonly id?: string; readonly type?: string; readonly kind?: string } | undefined
          >
        )[name];
        const path = file.split(sep).join("/");
        return unit?.id === id || unit?.type ? [{ path, name, kind: unit.kind }] : [];
      }),
  );
  // As the formatter sorts imports: `deny-role` before `deny-role-session`.
  const name = ({ path }: Unit) => path.slice(0, -".ts".length);
  return units.flat().sort((a, b) => (name(a) < name(b) ? -1 : 1));
};

type Units = readonly Unit[];

/** As the formatter would have it: a line is at most 120 characters long. */
const line = (list: string, of: Units): string => {
  const names = of.map(({ name }) => name);
  const short = `export const ${list} = [${names.join(", ")}] as const;`;
  return short.length <= 120
    ? short
    : `export const ${list} = [\n${names.map((name) => `  ${name},\n`).join("")}] as const;`;
};

const barrel = (units: Units, lists: Readonly<Record<string, Units>>): string =>
  [
    "// Derived from this folder by `npm run derive`; do not edit.",
    ...units.map(({ path, name }) => `import { ${name} } from "./${path}";`),
    "",
    ...Object.entries(lists).map(([list, of]) => line(list, of)),
    "",
  ].join("\n");

/** The text of every barrel, by its path from the repository's root. */
export const barrels = async (): Promise<Readonly<Record<string, string>>> => {
  const [detections, actions, resources, guardrails, verbs] = (await Promise.all(
    ["detections", "actions", "resources", "response/guardrails", "operate/verbs"].map(unitsIn),
  )) as [Units, Units, Units, Units, Units];
  const identity = actions.filter(({ path }) => path.startsWith("iam/"));
  const others = actions.filter((unit) => !identity.includes(unit));
  const at = (folder: string) =>
    relative(join(shared, ".."), join(shared, folder, "index.ts"))
      .split(sep)
      .join("/");
  const ofKind = (wanted: string) => detections.filter(({ kind }) => kind === wanted);
  return {
    [at("detections")]: barrel(detections, {
      detections,
      drifts: ofKind("drift"),
      activities: ofKind("activity"),
      alarms: ofKind("alarm"),
    }),
    [at("actions")]: barrel(actions, { identityActions: identity, resourceActions: others }),
    [at("resources")]: barrel(resources, { resources }),
    [at("response/guardrails")]: barrel(guardrails, { guardrails }),
    [at("operate/verbs")]: barrel(verbs, { verbs }),
  };
};
