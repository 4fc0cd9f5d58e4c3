import { identityActions, resourceActions } from "../actions/index.ts";
import type { Besides } from "../aws/operation.ts";
import type { Permission } from "../aws/operations.ts";
import { checkSettings } from "../baseline/settings.ts";
import { type Mode, modes } from "../baseline/words.ts";
import {
  type AnyActivity,
  type AnyAlarm,
  type AnyDrift,
  attackVersion,
  type Relapse,
  type Watched,
} from "../detections/detection.ts";
import { detections } from "../detections/index.ts";
import type { AnyVerb } from "../operate/verb.ts";
import { verbs as operations } from "../operate/verbs/index.ts";
import type { Guardrail } from "../response/guardrails/guardrail.ts";
import { guardrails as registered } from "../response/guardrails/index.ts";
import { notifyRights } from "../response/rights.ts";
import { functionNames } from "./bundle.ts";
import { operationOf, permissionsOf } from "./roles.ts";

/** The tables in docs/, from the registries. */
const note = "<!-- Derived from the code by `npm run derive`; do not edit. -->";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const guardrails: readonly Guardrail[] = registered;
const actions = [...identityActions, ...resourceActions];

type Detection = AnyDrift<Permission> | AnyActivity | AnyAlarm | Relapse<string>;
const registry: readonly Detection[] = detections;

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

const alarmLine = ({ id, says, minutes: { bad, of }, setting }: Watched): string => {
  const much = setting ? `above \`${setting.name}\` (${setting.otherwise} by default)` : "with any at all";
  return `- The alarm \`…-${id}\`: ${says} It rings after ${of === 1 ? "a minute" : `${bad} minutes of ${of}`} ${much}`;
};

const judgedLines = (detection: Detection): readonly string[] => {
  if (detection.kind === "relapse")
    return ["- Judged when Lockkeeper looks again at what it did, seconds and minutes later"];
  if (detection.kind === "drift") {
    const causes = Object.keys(detection.causes);
    return [
      `- Judged on the state of: \`${detection.of.type}\``,
      ...(causes.length > 0 ? [`- Blames whoever called: ${listed(causes)}`] : []),
    ];
  }
  const data = Object.entries(detection.dataEvents ?? {}).map(([service, names]) => `${listed(names)} of ${service}`);
  const trail =
    data.length > 0 ? [`- Needs a trail with data events: ${data.join("; ")} ([which selectors](data-events.md))`] : [];
  if (detection.kind === "alarm") return [...detection.alarms.map(alarmLine), ...trail];
  return [`- Looks at: ${detection.watched}`, ...trail];
};

const detectionsPage = (): string =>
  [
    note,
    "# Detections",
    "",
    "What Lockkeeper notices. A drift is judged on the state of the resource, never on the event that led to the look: however the change was made, and by whichever name, it is seen.",
    "",
    table(
      ["id", "what happened", "severity", `ATT&CK ${attackVersion}`, "Security Hub"],
      registry.map(({ id, title, severity, attack, controls }) => [
        `[${id}](#${id})`,
        title,
        severity,
        attack.join(", "),
        controls.join(", "),
      ]),
    ),
    ...registry.flatMap((detection) => [
      "",
      `## ${detection.id}`,
      "",
      `${detection.title}. ${detection.why}`,
      "",
      ...judgedLines(detection),
      `- Does not see: ${detection.blindSpots}`,
    ]),
    "",
  ].join("\n");

const actionsPage = (): string =>
  [
    note,
    "# Actions",
    "",
    "What Lockkeeper does about it. Every action can be undone from what the ledger keeps of it.",
    "",
    table(
      ["id", "what is done", "countermeasure (D3FEND)", "reads", "writes"],
      actions.map(({ id, title, countermeasure, reads, writes }) => [
        `\`${id}\``,
        title,
        countermeasure,
        reads.map((name) => `\`${name}\``).join(" "),
        writes.map((name) => `\`${name}\``).join(" "),
      ]),
    ),
    "",
    "What an action cannot bring back:",
    "",
    ...actions.flatMap(({ id, limits }) => (limits ? [`- \`${id}\`: ${limits}`] : [])),
    "",
  ].join("\n");

/** `iam:PassedToService` is `kinesis.amazonaws.com` */
const conditionIn = (when: NonNullable<Besides["when"]>): string =>
  Object.values(when)
    .flatMap((keys) => Object.entries(keys))
    .map(([key, value]) => `\`${key}\` is \`${value}\``)
    .join(" and ");

const permissionsPage = async (): Promise<string> => {
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
  ].join("\n");
};

const guardrailsPage = (): string =>
  [
    note,
    "# Guardrails",
    "",
    "What keeps Lockkeeper from doing harm. Every write passes one gate, whatever asked for it, and each guardrail there can hold it. One that throws, or cannot decide, holds it too. What was held is told, with the reason.",
    "",
    table(
      ["id", "holds", "an approval lets it pass", "setting in lockkeeper.yml", "without it"],
      guardrails.map(({ id, holds, approvable, setting }) => [
        `\`${id}\``,
        holds,
        { always: "yes", never: "no", "in part": "in the mode `approve`" }[approvable],
        setting ? `\`${setting.name}\`` : "none: always",
        setting?.otherwise ?? "",
      ]),
    ),
    "",
  ].join("\n");

const verbs: readonly AnyVerb[] = operations;

const verbsPage = (): string =>
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

/** The text of every derived page, by its path from the repository's root. */
export const pages = async (): Promise<Readonly<Record<string, string>>> => ({
  "docs/detections.md": detectionsPage(),
  "docs/actions.md": actionsPage(),
  "docs/guardrails.md": guardrailsPage(),
  "docs/permissions.md": await permissionsPage(),
  "docs/verbs.md": verbsPage(),
});
