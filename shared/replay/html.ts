import { createHash } from "node:crypto";
import { html, type Markup, verbatim } from "../report/markup.ts";
import { pageStyle } from "../report/page-style.ts";
import type { Replay } from "./judge-all.ts";
import { bySeverity, put, taken, tally, weeksOf } from "./tally.ts";

const own = `
main{padding-bottom:4rem}
section{margin-top:3.5rem}
section h2{margin-bottom:1rem}
.evidence{max-width:44rem}
.Critical,.High{color:var(--bad);font-weight:600}.Medium{color:var(--open)}.Low{color:var(--muted)}
@media (max-width:44rem){.figures{grid-template-columns:repeat(2,auto)}table,tbody,tr,td,th{display:block}thead{display:none}td,tbody th{border:0;padding:.1rem 0}tr{border-top:1px solid var(--line);padding:.7rem 0}}
`;
const css = pageStyle + own;
// Nothing may be loaded or run, whatever the texts of an archive were to become.
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** So many rows of a table are shown; all of them are in the output of --json. */
const most = 500;

const table = (heads: readonly string[], rows: readonly (readonly (string | number | Markup)[])[]): Markup => {
  const more = rows.length > most ? html`<p class="muted small">and ${rows.length - most} more</p>` : html``;
  return html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows
    .slice(0, most)
    .map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>${more}`;
};

const section = (title: string, body: Markup, isThere: boolean): Markup =>
  isThere ? html`<section><h2>${title}</h2>${body}</section>` : html``;

/** What comes how often, as bars beside one another. */
const counted = (what: string, values: readonly string[]): Markup => {
  const all = tally(values);
  const [, highest = 1] = all[0] ?? [];
  const rows = all.map(([value, n]) => {
    const width = Math.max(1, Math.round((n / highest) * 20));
    return [
      html`<span class="number">${n}</span>`,
      html`<span class="mono">${value}</span>`,
      html`${"▇".repeat(width)}`,
    ];
  });
  return table(["How often", what, ""], rows);
};

const figures = (replay: Replay): Markup => {
  const { records, period, findings } = replay;
  const all: readonly (readonly [string, string])[] = [
    ["Records", records.toLocaleString("en")],
    ["Findings", `${findings.length}`],
    ["In a week", (findings.length / weeksOf(period)).toFixed(1)],
    ["Would have lost rights", `${new Set(taken(findings).map(({ actor }) => actor)).size}`],
  ];
  return html`<dl class="figures">${all.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
};

/** The result of a replay as one page that needs nothing else: no script, no font, no picture, no network. */
export const htmlReport = (replay: Replay): string => {
  const { findings, unjudged, problems, period, accounts, seconds, records, files, duplicates } = replay;
  const said = findings.length === 0 ? "Nothing would have been found" : `${findings.length} findings`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>Lockkeeper replay: ${said}</title><style>${verbatim(css)}</style></head><body>
<header class="wide top"><p class="eyebrow">Lockkeeper replay: what it would have done</p>
<h1><span>${said}${findings.length > 0 ? `: ${bySeverity(findings)}` : ""}</span></h1>
<p class="run muted">${period ? `Calls that could matter from ${period.from} to ${period.to}, in ${accounts.join(", ")}.` : "No call could matter."} ${files} files${duplicates > 0 ? `, ${duplicates} records twice` : ""}, read in ${seconds.toFixed(1)} s.</p>
${figures(replay)}</header>
<main class="wide">
${section(
  "By detection",
  counted(
    "Detection",
    findings.map(({ detection }) => detection),
  ),
  findings.length > 0,
)}
${section(
  "Rights would have been taken from",
  counted(
    "Principal",
    taken(findings).map(({ actor }) => actor),
  ),
  taken(findings).length > 0,
)}
${section(
  "These would have been put right",
  counted(
    "Resource",
    put(findings).map(({ resource }) => resource),
  ),
  put(findings).length > 0,
)}
${section(
  "Findings",
  table(
    ["When", "Severity", "What", "Steps"],
    findings.map(({ time, severity, detection, evidence, actor, steps, eventName }) => [
      html`<time class="number" datetime="${time}">${time}</time>`,
      html`<span class="${severity}">${severity}</span>`,
      html`<div class="evidence"><strong>${detection}</strong><br>${evidence}<br><span class="muted small">${eventName} by ${actor}</span></div>`,
      html`${steps.map(({ action }) => html`<div>${action}</div>`)}`,
    ]),
  ),
  findings.length > 0,
)}
${section(
  "Could not be judged",
  counted(
    "Why",
    unjudged.map(({ eventName, reason }) => `${eventName}: ${reason}`),
  ),
  unjudged.length > 0,
)}
${section(
  "Could not be read",
  table(
    ["Where", "Why"],
    problems.map(({ source, line, problem }) => [`${source}${line > 0 ? `:${line}` : ""}`, problem]),
  ),
  problems.length > 0,
)}
<p class="muted small">${records} records. Guardrails are not asked in a replay; alarms and what only the state of AWS itself could tell are not in an archive.</p>
</main></body></html>`.markup;
};
