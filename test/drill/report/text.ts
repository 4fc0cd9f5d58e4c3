import { visible, visibleLine } from "../../../shared/report/visible.ts";
import type { AttackResult, DrillResult } from "../result.ts";
import { columns, cut, cutStart, type LineStyle, padded, paint, widthOf, wrap, wrapAtMost } from "./lines.ts";
import {
  count,
  duration,
  type Fact,
  facts,
  failures,
  onCall,
  outcomeWords,
  shortResource,
  signs,
  type Tone,
  verdict,
} from "./words.ts";

const colours = { good: "green", bad: "red", open: "yellow", none: "gray" } as const satisfies Record<Tone, string>;

const indent = "  ";
const label = 11;

const tint = (style: LineStyle, tone: Tone, text: string): string => paint(style, colours[tone], text);

/** A label and what belongs to it, which goes on below itself. */
const row = (style: LineStyle, name: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => indent + paint(style, "gray", padded(index === 0 ? name : "", label)) + line);

const room = (style: LineStyle): number => columns(style) - indent.length - label;

const factRow = (style: LineStyle, { name, tone, said }: Fact): readonly string[] =>
  row(style, name, [tint(style, tone, `${signs[tone]} ${said}`)]);

/** What did not hold, and what was found: as many lines as it takes. `deep` columns further in than usual. */
const failureLines = (style: LineStyle, attack: AttackResult, deep = 0): readonly string[] => {
  const inner = " ".repeat(deep + 4);
  const long = columns(style) - inner.length;
  return failures(attack).flatMap(({ what, found }) => [
    ...wrap(`${signs.bad} ${visibleLine(what)}`, long).map(
      (line, index) => (index === 0 ? " ".repeat(deep + 2) : inner) + paint(style, ["red", "bold"], line),
    ),
    ...(found ? wrap(`found: ${visibleLine(found)}`, long).map((line) => inner + line) : []),
  ]);
};

const stepRows = (style: LineStyle, { outcomes }: AttackResult): readonly string[] => {
  if (outcomes.length === 0) return row(style, "Steps", [tint(style, "none", `${signs.none} none was called for`)]);
  const steps = outcomes.map((outcome) => ({ ...outcome, ...outcomeWords(outcome.type) }));
  const widest = Math.min(20, Math.max(...steps.map((step) => widthOf(visibleLine(step.label)))));
  const action = Math.max(...steps.map((step) => widthOf(visibleLine(step.action))));
  const lines = steps.flatMap(({ tone, label: ended, resource, said, ...step }) => {
    const sign = padded(`${signs[tone]} ${cut(visibleLine(ended), widest)}`, widest + 4);
    const what = cut(padded(visibleLine(step.action), action), Math.floor(room(style) / 2));
    const where = cutStart(visibleLine(shortResource(resource)), room(style) - widthOf(sign) - widthOf(what) - 2);
    const why = tone === "good" ? [] : wrapAtMost(2, visibleLine(said), room(style) - 2).map((line) => `  ${line}`);
    return [`${tint(style, tone, sign)}${what}  ${where}`, ...why];
  });
  return row(style, "Steps", lines);
};

const checkRow = (style: LineStyle, { checks }: AttackResult): readonly string[] => {
  const held = checks.filter((check) => check.held).length;
  const tone: Tone = held === checks.length ? "good" : "bad";
  return row(style, "Checks", [tint(style, tone, `${signs[tone]} ${held} of ${count(checks.length, "check")} held`)]);
};

const messageRows = (style: LineStyle, { messages, message }: AttackResult): readonly string[] => {
  if (messages === 0 || !message) return row(style, "Message", [tint(style, "none", `${signs.none} none`)]);
  const [, ...lines] = visible(message.email)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const which = messages === 1 ? "" : ` (the first of ${messages})`;
  return row(style, "Message", [
    ...wrapAtMost(2, visibleLine(message.subject + which), room(style)).map((line) => paint(style, "bold", line)),
    // The first line of an e-mail says what its subject has said.
    ...lines
      .slice(0, 3)
      .map((line) => paint(style, "gray", cut(`│ ${line.replaceAll("\t", " ").trim()}`, room(style)))),
  ]);
};

const badge = (style: LineStyle, { holds }: AttackResult): string => {
  const tone: Tone = holds ? "good" : "bad";
  const text = `${signs[tone]} ${holds ? "held" : "DID NOT HOLD"}`;
  return paint(style, [colours[tone], "bold"], text);
};

/** What a terminal shows of one attack: the verdict and, if it is bad, the reason first; then what happened. */
export const attackLines = (attack: AttackResult, style: LineStyle): readonly string[] => {
  const detected = attack.detections.length === 0 ? `${signs.none} nothing` : attack.detections.join(", ");
  const known = attack.attack.length === 0 ? "" : ` (ATT&CK ${attack.attack.join(", ")})`;
  const title = wrap(visibleLine(`${attack.id}: ${attack.title}`), columns(style) - (attack.holds ? 8 : 16));
  return [
    ...title.map((line, index) => (index === 0 ? `${badge(style, attack)}  ` : indent) + paint(style, "bold", line)),
    ...failureLines(style, attack),
    ...wrapAtMost(2, visibleLine(attack.story), columns(style) - 2).map((line) => indent + paint(style, "gray", line)),
    "",
    ...row(style, "Detected", wrap(visibleLine(detected + known), room(style))),
    ...stepRows(style, attack),
    ...facts(attack)
      .filter(({ name }) => name !== onCall)
      .flatMap((fact) => factRow(style, fact)),
    ...checkRow(style, attack),
    ...messageRows(style, attack),
    "",
  ];
};

const summaryRow = (style: LineStyle, attack: AttackResult, widest: number): readonly string[] => {
  const sign = tint(style, attack.holds ? "good" : "bad", attack.holds ? signs.good : signs.bad);
  const time = (ms: number | null): string => (ms === null ? "" : ` ${duration(ms)}`);
  const contained = { true: `refused${time(attack.ms.contained)}`, false: "NOT refused", null: signs.none }[
    `${attack.contained}`
  ];
  const restored = { true: `restored${time(attack.ms.restored)}`, false: "NOT restored", null: signs.none }[
    `${attack.restored}`
  ];
  const undone = { true: "undone", false: "NOT undone", null: signs.none }[`${attack.undone}`];
  const cells = `${padded(contained, 17)}  ${padded(restored, 18)}  ${undone}`;
  const id = padded(cut(visibleLine(attack.id), widest), widest);
  return [
    `${indent}${sign} ${id}  ${cut(cells, columns(style) - widest - 6)}`.trimEnd(),
    ...failureLines(style, attack, 2),
  ];
};

/** What a terminal shows at the end. The last line says whether all is well. */
export const summaryLines = (result: DrillResult, style: LineStyle): readonly string[] => {
  const { tone, text } = verdict(result);
  const widest = Math.min(
    columns(style) - 55,
    Math.max(0, ...result.attacks.map(({ id }) => widthOf(visibleLine(id)))),
  );
  const where = `${duration(result.seconds * 1000)}, on ${visibleLine(result.machine)}`;
  return [
    ...result.attacks.flatMap((attack) => summaryRow(style, attack, widest)),
    "",
    ...wrap(where, columns(style)).map((line) => paint(style, "gray", line)),
    ...wrap(`${signs[tone]} ${text}`, columns(style)).map((line) => paint(style, [colours[tone], "bold"], line)),
  ];
};
