import { html, type Markup } from "../../../shared/report/markup.ts";
import type { AttackResult } from "../result.ts";
import { drawn, type Mark, type Span, spans, spread, ticks, type Who } from "./timeline-scale.ts";
import { signs } from "./words.ts";

const names: Readonly<Record<Who, string>> = {
  attacker: "Attacker",
  lockkeeper: "Lockkeeper",
  "on-call": "On call",
  operator: "Operator",
};

const order: readonly Who[] = ["attacker", "lockkeeper", "on-call", "operator"];

/** How people call those who appear in a timeline. */
export const nameOf = (who: Who): string => names[who];

interface Size {
  readonly name: "broad" | "slim";
  readonly width: number;
  /** Where the names of the lanes stand: beside them, or above if there is no room. */
  readonly gutter: number;
  readonly above: number;
}
const sizes: readonly Size[] = [
  { name: "broad", width: 920, gutter: 110, above: 0 },
  { name: "slim", width: 330, gutter: 0, above: 20 },
];

// In pixels. The letters of a label are about this wide; nothing here can measure them.
const letter = 6.4;
const margin = 14;
const lane = { ball: 12, line: 34, label: 52, height: 66 };
const ball = { radius: 10, gap: 23 };

const draw = (size: Size, marks: readonly Mark[], all: readonly Span[], described: string): Markup => {
  const lanes = order.filter((who) => [...marks, ...all].some((thing) => thing.who === who));
  const left = size.gutter + margin;
  const right = size.width - margin;
  const from = Math.min(0, ...marks.map(({ ms }) => ms));
  const to = Math.max(...marks.map(({ ms }) => ms), ...all.map(({ end }) => end ?? 0), from + 1) * 1.04;
  const x = (ms: number): number => Math.round((left + ((ms - from) / (to - from)) * (right - left)) * 10) / 10;
  const height = size.above + lane.height;
  const bottom = lanes.length * height;

  const spanOf =
    (top: number) =>
    (one: Span): Markup => {
      const end = one.end === undefined ? right : x(one.end);
      const open = one.end === undefined;
      const state = open ? " endless" : "";
      const half = (one.label.length * letter + 16) / 2;
      const middle = Math.min(Math.max(end, left + half), right - half);
      return html`<line class="span${state}" x1="${x(0)}" x2="${end}" y1="${top + lane.line}" y2="${top + lane.line}"/>
<line class="end${state}" x1="${end}" x2="${end}" y1="${top + lane.line - 7}" y2="${top + lane.line + 7}"/>
<text class="label${state}" x="${middle}" y="${top + lane.label + 4}" text-anchor="middle">${open ? `${signs.bad} ` : ""}${one.label}</text>`;
    };
  const laneOf = (who: Who, index: number): Markup => {
    const top = index * height + size.above;
    const own = marks.filter((mark) => mark.who === who);
    const places = spread(
      own.map(({ ms }) => x(ms)),
      ball.gap,
      left,
      right,
    );
    const balls = own.map(({ ms, number }, position) => {
      const place = places[position] ?? x(ms);
      return html`<line class="stem" x1="${x(ms)}" y1="${top + lane.line}" x2="${place}" y2="${top + lane.ball}"/>
<circle cx="${place}" cy="${top + lane.ball}" r="${ball.radius}"/>
<text class="digit" x="${place}" y="${top + lane.ball + 4}" text-anchor="middle">${number}</text>`;
    });
    const nameY = size.gutter > 0 ? top + lane.line + 4 : top - 6;
    return html`<g class="${who}"><text class="name" x="0" y="${nameY}">${names[who]}</text>
<line class="rail" x1="${left}" x2="${right}" y1="${top + lane.line}" y2="${top + lane.line}"/>
${all.filter((one) => one.who === who).map(spanOf(top))}${balls}</g>`;
  };
  const inSeconds = to - from >= 1000;
  const axis = ticks(from, to, Math.floor((right - left) / 80)).map(
    (ms) => html`<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="0" y2="${bottom}"/>
<text class="tick" x="${x(ms)}" y="${bottom + 18}" text-anchor="middle">${inSeconds ? `${ms / 1000} s` : `${ms} ms`}</text>`,
  );
  return html`<svg class="${size.name}" viewBox="0 0 ${size.width} ${bottom + 26}" role="img" aria-label="${described}">
${axis}${lanes.map(laneOf)}</svg>`;
};

/** What happened when, as a drawing; nothing where there is nothing to see. The same is said by the list of events, to which the numbers refer. */
export const timelineChart = (attack: AttackResult): Markup => {
  const all = spans(attack);
  const marks = drawn(attack, all);
  if (all.length === 0 && marks.length < 2) return html``;
  const said = all.map(({ who, label }) => `${names[who]}: ${label}`).join("; ") || "no times were measured";
  const left = attack.timeline.length - marks.length;
  return html`<figure class="chart">${sizes.map((size) => draw(size, marks, all, `Timeline from the attacker's call. ${said}.`))}
<figcaption class="muted small">The bands: how long the attacker could act, the resource was not as declared, on-call did not know. The numbers are those of the list${
    left > 0 ? `; from ${marks.length + 1} on, after the response, events are not drawn` : ""
  }.</figcaption></figure>`;
};

export const timelineStyle = `
.chart svg{display:block;width:100%;height:auto;overflow:visible}
.chart .slim{display:none}
.chart text{font-size:12px;fill:var(--muted)}
.chart .name{font-weight:600;fill:var(--ink);font-size:13px}
.chart .label{fill:var(--who);font-weight:600}
.chart .digit{font-size:11px;font-weight:700;fill:var(--on-mark)}
.chart line{stroke:var(--line);stroke-width:1}
.chart .rail{stroke-width:2}
.chart .span{stroke:var(--who);stroke-width:6;stroke-opacity:.32}
.chart .span.endless{stroke-dasharray:10 5}.chart line.endless{stroke:var(--bad)}.chart .label.endless{fill:var(--bad)}
.chart .end,.chart .stem{stroke:var(--who);stroke-width:2}
.chart .stem{stroke-width:1.5}
.chart circle{fill:var(--who)}
.chart figcaption{margin-top:.75rem}
.attacker{--who:var(--attacker)}.lockkeeper{--who:var(--lockkeeper)}.on-call{--who:var(--oncall)}.operator{--who:var(--operator)}
.events{margin-top:1.5rem}
.events li{display:grid;grid-template-columns:2.2rem 5.5rem 7.5rem 1fr;align-items:baseline;padding:.4rem 0}
.mark{display:inline-block;min-width:1.4rem;height:1.4rem;line-height:1.4rem;border-radius:99px;background:var(--who);color:var(--on-mark);font-size:.75rem;font-weight:700;text-align:center;justify-self:start}
.events .by{font-weight:600;color:var(--who)}
@media screen and (max-width:46rem){
.chart .slim{display:block;max-width:28rem}.chart .broad{display:none}
.events li{grid-template-columns:2.2rem 1fr auto}
.events .what{grid-column:2/-1}
.events .number{order:1}.events .what{order:2}
}
`;
