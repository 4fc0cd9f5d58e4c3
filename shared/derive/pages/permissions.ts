import type { Besides } from "../../aws/operation.ts";
import type { Permission } from "../../aws/operations.ts";
import { checkSettings } from "../../baseline/settings.ts";
import { type Mode, modes } from "../../baseline/words.ts";
import { replayRights } from "../../replay/distributed/rights.ts";
import { notifyRights } from "../../response/rights.ts";
import { functionNames } from "../bundle.ts";
import { actionsFor, operationOf, permissionsOf } from "../roles.ts";
import { note, table } from "./page.ts";

/** `iam:PassedToService` is `kinesis.amazonaws.com` */
const conditionIn = (when: NonNullable<Besides["when"]>): string =>
  Object.values(when)
    .flatMap((keys) => Object.entries(keys))
    .map(([key, value]) => `\`${key}\` is \`${value}\``)
    .join(" and ");

/** What the functions may that replay archives on AWS. */
const replayRows = (): Promise<readonly (readonly string[])[]> =>
  Promise.all(
    Object.entries(replayRights).flatMap(([name, { archive, results }]) => {
      const row = (where: string) => async (permission: Permission) => {
        const { access } = await operationOf(permission);
        const others = (await actionsFor(permission)).filter((action) => action !== permission);
        return [name, `\`${permission}\`${others.map((action) => ` (\`${action}\`)`).join("")}`, access, where];
      };
      return [...archive.map(row("the archive")), ...results.map(row("the results"))];
    }),
  );

/** Every call that a role allows. */
export const permissionsPage = async (): Promise<string> => {
  const withMode = (mode: Mode, notify = {}) =>
    checkSettings({ mode, streams: [{ name: "any" }], notify }, "docs/permissions.md", []);
  const all = { chat: true, securityHub: true, eventBus: true };
  const settingFor = (permission: Permission) =>
    Object.entries(notifyRights).find(([, granted]) => granted.some((one) => one === permission))?.[0];
  const rows = await Promise.all(
    functionNames.flatMap((name) => {
      const always = permissionsOf(name, withMode("observe"));
      return permissionsOf(name, withMode("enforce", all)).map(async (permission) => {
        const { access, on, besides: others = [] } = await operationOf(permission);
        const besides = others.filter(({ action }) => action !== permission);
        const own = [...on, ...others.filter((one) => !besides.includes(one)).flatMap((one) => one.on)];
        const kinds = (of: readonly string[]) => of.map((kind) => `\`${kind}\``).join(" ");
        const under = always.includes(permission)
          ? modes.join(", ")
          : name === "notify"
            ? `${modes.join(", ")}; if \`notify.${settingFor(permission)}\``
            : "enforce";
        return [
          [name, `\`${permission}\``, access, kinds(own), under],
          ...besides.map(({ action, on: also, when }) => [
            name,
            `\`${action}\` for \`${permission}\``,
            "",
            `${kinds(also)}${when ? `, only if ${conditionIn(when)}` : ""}`,
            under,
          ]),
        ];
      });
    }),
  );
  return [
    note,
    "# Permissions",
    "",
    "Every AWS call that each function's role allows, and under which modes. The name is at once the IAM action, the call in the code and the event in CloudTrail. Where AWS asks for another right besides, that stands below the call. Lambda's own needs (reading the function's queue or stream, writing its log) come on top.",
    "",
    table(["function", "call", "access level", "on", "mode"], rows.flat()),
    "",
    "## Replay on AWS",
    "",
    "The part of `serverless.replay.yml`, [deployed by itself](replay.md#on-aws), in every mode.",
    "",
    table(["function", "call", "access level", "on"], await replayRows()),
    "",
  ].join("\n");
};
