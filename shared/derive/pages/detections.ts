import { readFileSync } from "node:fs";
import { join } from "node:path";
import { identityActions, resourceActions } from "../../actions/index.ts";
import type { Permission } from "../../aws/operations.ts";
import type { AnyActivity } from "../../detections/activity.ts";
import type { AnyAlarm, Watched } from "../../detections/alarm.ts";
import { type AnyDrift, attackVersion, type Relapse } from "../../detections/detection.ts";
import { detections } from "../../detections/index.ts";
import { unitsIn } from "../barrels.ts";
import { listed, note, table } from "./page.ts";

type Detection = AnyDrift<Permission> | AnyActivity | AnyAlarm | Relapse<string>;
const registry: readonly Detection[] = detections;

const alarmLine = ({ id, says, minutes: { bad, of }, setting }: Watched): string => {
  const much = setting ? `above \`${setting.name}\` (${setting.otherwise} by default)` : "with any at all";
  return `- The alarm \`…-${id}\`: ${says} It rings after ${of === 1 ? "a minute" : `${bad} minutes of ${of}`} ${much}`;
};

const root = join(import.meta.dirname, "../../detections");
const actions: readonly { readonly id: string; readonly title: string; readonly limits?: string }[] = [
  ...identityActions,
  ...resourceActions,
];

/** What answers a detection: the actions that its file imports. What nobody imports answers nothing. */
const answersIn = (path: string) => {
  const imported = [...readFileSync(join(root, path), "utf8").matchAll(/actions\/(?:\w+\/)+([\w-]+)\.ts"/g)];
  return actions.filter(({ id }) => imported.some(([, name]) => name === id));
};

const onCaller = (detection: Detection): string => {
  if (detection.kind === "relapse") return "the next rung for the identity that is free again";
  if (detection.kind === "alarm")
    return "what the one unknown caller did it with is taken away, if it is clear who it is";
  if (detection.kind === "activity")
    return detection.evicts === false
      ? "people are told, and nothing is taken from anybody"
      : "what the caller did it with is taken away, where it is sure enough";
  return detection.evicts === false
    ? "whoever did it is named; nothing is taken from them for so little"
    : "what whoever did it did it with is taken away";
};

const doneLines = (detection: Detection, path: string): readonly string[] => {
  const answers = answersIn(path).filter(() => detection.kind !== "relapse");
  return [
    `- What is done: ${[...answers.map(({ id, title }) => `[\`${id}\`](actions.md) (${title.toLowerCase()})`), onCaller(detection)].join("; ")}`,
    ...answers.flatMap(({ limits }) => (limits ? [`- What that cannot bring back: ${limits}`] : [])),
  ];
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

/** Every detection: what it is, why it matters, how it is judged, what is done, what it does not see. */
export const detectionsPage = async (): Promise<string> => {
  const units = await unitsIn("detections");
  const pathOf = (id: string) => units.find(({ path }) => path.endsWith(`/${id}.ts`))?.path ?? "";
  return [
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
      ...doneLines(detection, pathOf(detection.id)),
      `- Does not see: ${detection.blindSpots}`,
    ]),
    "",
  ].join("\n");
};
