import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { barrels } from "../../../shared/derive/barrels.ts";
import { pages } from "../../../shared/derive/docs.ts";

const root = join(import.meta.dirname, "../../..");
const derived = { ...(await barrels()), ...(await pages()) };

test.each(Object.entries(derived))("%s is what follows from the code (npm run derive)", (path, text) => {
  expect(readFileSync(join(root, path), "utf8")).toBe(text);
});

test("the barrels and the pages are all there", () => {
  expect(Object.keys(derived).sort()).toStrictEqual([
    "docs/actions.md",
    "docs/detections.md",
    "docs/guardrails.md",
    "docs/permissions.md",
    "docs/verbs.md",
    "shared/actions/index.ts",
    "shared/detections/index.ts",
    "shared/operate/verbs/index.ts",
    "shared/resources/index.ts",
    "shared/response/guardrails/index.ts",
  ]);
});
