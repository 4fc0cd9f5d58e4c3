import { createHash } from "node:crypto";
import { html, type Markup, verbatim } from "../../../shared/report/markup.ts";
import type { DrillResult } from "../result.ts";
import { attackArticle, toned, unbroken, verdictBadge } from "./attack-article.ts";
import { style } from "./style.ts";
import { timelineStyle } from "./timeline.ts";
import { duration, facts, signs, slowest, verdict } from "./words.ts";

const css = style + timelineStyle;
// Nothing may be loaded or run, whatever the texts of an attacker were to become; only this one style sheet counts.
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'; base-uri 'none'; form-action 'none'`;

const when = (iso: string): string => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" }).format(date);
};

const figures = (result: DrillResult): Markup => {
  const held = result.attacks.filter(({ holds }) => holds).length;
  const time = (ms: number | undefined): string => (ms === undefined ? "not measured" : duration(ms));
  const messages = result.attacks.reduce((sum, attack) => sum + attack.messages, 0);
  const all: readonly (readonly [string, string])[] = [
    ["Defence held", `${held} of ${result.attacks.length}`],
    ["Slowest containment", time(slowest(result, "contained"))],
    ["Slowest restore", time(slowest(result, "restored"))],
    ["Messages to on-call", `${messages}`],
  ];
  return html`<dl class="figures">${all.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
};

const overview = ({ attacks }: DrillResult): Markup => {
  if (attacks.length === 0) return html``;
  const rows = attacks.map((attack, index) => {
    const cells = facts(attack)
      .slice(0, 3)
      .map(({ name, tone, said }) => html`<td role="cell" data-label="${name}">${toned(tone, said)}</td>`);
    return html`<tr role="row"><th role="rowheader" scope="row"><a href="#attack-${index + 1}">${attack.title}</a></th>${cells}<td role="cell">${verdictBadge(attack)}</td></tr>`;
  });
  const heads = ["Attack", "Next call", "Resource", "Undo", "Verdict"].map(
    (name) => html`<th role="columnheader" scope="col">${name}</th>`,
  );
  // The roles stay when a narrow screen turns the table into blocks.
  return html`<nav class="overview" aria-label="Attacks"><table role="table"><thead role="rowgroup"><tr role="row">${heads}</tr></thead><tbody role="rowgroup">${rows}</tbody></table></nav>`;
};

/** The result of a drill as one page that needs nothing else: no script, no font, no picture, no network. */
export const htmlReport = (result: DrillResult): string => {
  const { tone, text } = verdict(result);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${signs[tone]} Lockkeeper drill: ${text}</title><style>${verbatim(css)}</style></head><body>
<header class="wide top"><p class="eyebrow">Lockkeeper drill</p>
<h1><span class="sign ${tone}" aria-hidden="true">${signs[tone]}</span><span>${text}</span></h1>
<p class="run muted">Run on <time datetime="${result.startedAt}">${when(result.startedAt)} UTC</time>, in ${unbroken(duration(result.seconds * 1000))}.</p>
${figures(result)}</header>
<main class="wide">
${overview(result)}${result.attacks.map((attack, index) => attackArticle(attack, index + 1))}
</main>
<footer class="wide muted small"><p>Measured on ${result.machine}.</p></footer>
</body></html>
`.markup;
};
