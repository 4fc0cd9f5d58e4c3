import { attackVersion } from "../../../shared/detections/detection.ts";
import { html, type Markup } from "../../../shared/report/markup.ts";
import type { AttackResult } from "../result.ts";
import { nameOf, timelineChart } from "./timeline.ts";
import { count, duration, facts, failures, outcomeWords, shortResource, signs, type Tone } from "./words.ts";

/** Numbers and their units stay on one line. */
export const unbroken = (words: string): string => words.replace(/(\d) (ms|s|min)\b/g, "$1\u00a0$2");

/** A sign and the words that go with it. The sign is left out for those who listen. */
export const toned = (tone: Tone, words: string): Markup =>
  html`<span class="toned ${tone}"><span class="sign" aria-hidden="true">${signs[tone]}</span><span>${unbroken(words)}</span></span>`;

export const verdictBadge = ({ holds }: AttackResult): Markup =>
  holds
    ? html`<span class="verdict good"><span class="sign" aria-hidden="true">${signs.good}</span>Held</span>`
    : html`<span class="verdict bad"><span class="sign" aria-hidden="true">${signs.bad}</span>Did not hold</span>`;

const technique = (id: string): Markup => {
  if (!/^T\d{4}(\.\d{3})?$/.test(id)) return html`<span class="mono">${id}</span>`;
  const page = `https://attack.mitre.org/versions/${attackVersion}/techniques/${id.replace(".", "/")}/`;
  return html`<a class="mono" href="${page}" rel="noreferrer">${id}</a>`;
};

const found = (text: string | undefined): Markup => (text ? html`<span class="found">Found: ${text}</span>` : html``);

const why = (attack: AttackResult): Markup => {
  const failed = failures(attack);
  if (failed.length === 0) return html``;
  return html`<section class="why"><h3>What had to hold and did not</h3><ul>${failed.map((check) => html`<li>${check.what}${found(check.found)}</li>`)}</ul></section>`;
};

const factList = (attack: AttackResult): Markup => html`<dl class="facts">
<div><dt>Detected</dt><dd>${attack.detections.length === 0 ? toned("none", "nothing") : attack.detections.join(", ")}</dd></div>
${facts(attack).map(({ name, tone, said }) => html`<div><dt>${name}</dt><dd>${toned(tone, said)}</dd></div>`)}</dl>`;

const events = (attack: AttackResult): Markup => {
  if (attack.timeline.length === 0) return html``;
  const items = attack.timeline.map(
    ({ ms, who, what }, index) =>
      html`<li class="${who}"><span class="mark" aria-hidden="true">${index + 1}</span><span class="number muted">${duration(ms)}</span><span class="by">${nameOf(who)}</span><span class="what">${what}</span></li>`,
  );
  return html`<section class="part"><h3>What happened when</h3>${timelineChart(attack)}<ol class="events" role="list">${items}</ol></section>`;
};

const steps = ({ outcomes }: AttackResult): Markup => {
  if (outcomes.length === 0)
    return html`<section><h3>What was done</h3><p>Nothing: no step was called for.</p></section>`;
  const rows = outcomes.map(({ action, type, resource, said }) => {
    const { tone, label } = outcomeWords(type);
    return html`<tr><td>${action}<span class="mono muted">${shortResource(resource)}</span></td><td>${toned(tone, label)}<span class="found muted">${said}</span></td></tr>`;
  });
  return html`<section><h3>What was done</h3><table class="steps"><thead><tr><th scope="col">Step</th><th scope="col">How it ended</th></tr></thead><tbody>${rows}</tbody></table></section>`;
};

const checks = (attack: AttackResult): Markup => {
  const items = attack.checks.map(({ what, held, found: instead }) => {
    const tone = held ? "good" : "bad";
    const said = html`<span>${held ? "" : html`<strong class="bad">Did not hold: </strong>`}${what}${found(instead)}</span>`;
    return html`<li><span class="sign ${tone}" role="img" aria-label="${held ? "Held" : "Did not hold"}">${signs[tone]}</span>${said}</li>`;
  });
  const held = attack.checks.filter((check) => check.held).length;
  return html`<section><h3>What had to hold: ${held} of ${count(items.length, "check")} did</h3><ul class="checks" role="list">${items}</ul></section>`;
};

const received = ({ message }: AttackResult): Markup => {
  if (!message) return html``;
  return html`<section class="part"><h3>What on-call received</h3><div class="received">
<figure class="mail"><header><p class="muted small">E-mail to on-call</p><p>${message.subject}</p></header><pre>${message.email.trimEnd()}</pre></figure>
<figure class="sms"><p>${message.sms}</p><figcaption class="muted small">SMS, ${count(Array.from(message.sms).length, "character")}</figcaption></figure></div></section>`;
};

/** Everything about one attack. `number` counts from 1 and makes the anchors unique. */
export const attackArticle = (attack: AttackResult, number: number): Markup => {
  const techniques = attack.attack.map((id) => html` ${technique(id)}`);
  const known = techniques.length === 0 ? html`` : html`<span>ATT&amp;CK ${attackVersion}${techniques}</span>`;
  return html`<article id="attack-${number}" aria-labelledby="title-${number}">
<div class="ids muted small"><span class="mono">${attack.id}</span>${known}</div>
<div class="head"><h2 id="title-${number}">${attack.title}</h2>${verdictBadge(attack)}</div>
<p class="story">${attack.story}</p>
${why(attack)}${factList(attack)}${events(attack)}
<div class="part halves">${steps(attack)}${checks(attack)}</div>
${received(attack)}
</article>`;
};
