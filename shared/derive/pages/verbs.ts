import type { AnyVerb } from "../../operate/verb.ts";
import { verbs as operations } from "../../operate/verbs/index.ts";
import { note, table } from "./page.ts";

const verbs: readonly AnyVerb[] = operations;

/** What an operator can order. */
export const verbsPage = (): string =>
  [
    note,
    "# Verbs",
    "",
    "What an operator can order with `npx serverless lockkeeper VERB`. Every one of them also takes `--json`, `--stage`, `--region` and `--aws-profile`; [how to give orders](operate.md).",
    "",
    table(
      ["verb", "what it does"],
      verbs.map(({ id, summary }) => [`[${id}](#${id})`, summary]),
    ),
    ...verbs.flatMap(({ id, summary, options }) => [
      "",
      `## ${id}`,
      "",
      `${summary}.`,
      ...(options.length > 0
        ? [
            "",
            table(
              ["option", "", "what it says"],
              options.map(({ name, type, required, usage }) => [
                `\`--${name}${type === "boolean" ? "" : ` ${name.toUpperCase()}`}\``,
                required ? "required" : "",
                usage.replaceAll("*", "\\*"),
              ]),
            ),
          ]
        : []),
    ]),
    "",
  ].join("\n");
