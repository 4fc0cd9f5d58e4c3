import { pageStyle } from "../../../shared/report/page-style.ts";
import { light, properties } from "../../../shared/report/palette.ts";

const attack = `
article{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:2.5rem 2.75rem 3rem;margin:2.5rem 0 0}
.overview + article{margin-top:4rem}
.head{display:flex;justify-content:space-between;align-items:flex-start;gap:1.5rem;flex-wrap:wrap;margin-bottom:.75rem}
.ids{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;margin-bottom:1.25rem}
.story{max-width:68ch;font-size:1.0625rem}
.why{margin:1.75rem 0 0;padding:1.1rem 1.4rem;background:var(--bad-tint);border-left:4px solid var(--bad);border-radius:4px}
.why h3{color:var(--bad);margin-bottom:.4rem;font-size:.9375rem}
.why li + li{margin-top:.6rem}
.facts{display:grid;grid-template-columns:repeat(3,1fr);gap:1.25rem 2rem;margin:2rem 0 0}
.facts dt{font-size:.8125rem;color:var(--muted)}
.facts dd{font-weight:500;line-height:1.45}
.part{margin-top:2.75rem}
.halves{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:0 3rem}
.steps .mono{display:block}
.steps td:first-child{width:52%}
.checks li > span,.why li{display:block}
.checks li > span::first-letter,.why li::first-letter{text-transform:uppercase}
.checks li{display:grid;grid-template-columns:1.5rem 1fr;padding:.6rem 0;border-top:1px solid var(--line)}
.checks li:first-child{border-top:0;padding-top:0}
.found{display:block;font-size:.875rem}
`;

const message = `
.received{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,1fr);gap:2rem 2.5rem;align-items:start}
.mail{border:1px solid var(--line);border-radius:10px;overflow:hidden}
.mail header{padding:.9rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line)}
.mail header p + p{font-weight:600}
.mail pre{margin:0;padding:1.25rem;white-space:pre-wrap;line-height:1.6;font-size:.78125rem}
.sms p{background:var(--bubble);border-radius:18px 18px 18px 5px;padding:.7rem 1rem;font-size:.9375rem;line-height:1.45}
.sms figcaption{margin-top:.5rem}
footer.wide{margin:3.5rem auto 4rem}
`;

const narrow = `
@media screen and (max-width:46rem){
.wide{padding:0 1.15rem}
.top{padding-top:2.5rem}
.figures{grid-template-columns:1fr 1fr;margin-top:2rem;gap:1.25rem 1.5rem}
article{padding:1.5rem 1.15rem 1.75rem;border-radius:12px;margin-top:1.5rem}
.facts{display:block}
.facts div{display:flex;justify-content:space-between;gap:1rem;padding:.4rem 0}
.facts dt{font-size:.9375rem}
.facts dd{font-size:.9375rem}
.halves,.received{grid-template-columns:minmax(0,1fr)}
.halves > * + *{margin-top:2.5rem}
.overview table,.overview tbody,.overview tr,.overview th,.overview td{display:block}
.overview thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.overview tr{padding:1rem 0;border-top:1px solid var(--line)}
.overview tbody th,.overview td{border:0;padding:.1rem 0}
.overview td[data-label]{display:flex;justify-content:space-between;gap:1rem;font-size:.9375rem}
.overview td[data-label]::before{content:attr(data-label);color:var(--muted)}
.overview tbody th{width:auto;padding-bottom:.4rem}
.overview td:last-child{padding-top:.5rem}
.overview{margin-top:1rem}
.overview tbody tr:first-child{border-top:0}
}
`;

const print = `
@media print{
:root{color-scheme:light;font-size:13px;${properties(light)};--paper:#fff}
@page{margin:16mm}
.wide{max-width:none;padding:0}
.top{padding-top:0}
article{border:0;border-top:2px solid var(--ink);border-radius:0;padding:1.25rem 0 0;margin-top:2.5rem}
.overview + article{break-before:page}
.overview td,.overview tbody th{padding-right:1rem}
h2,h3{break-after:avoid}
.chart text{font-size:14px}
.chart,.events li,.checks li,tr,.sms,.why{break-inside:avoid}
.verdict,.mark,.mail header,.sms p,.why{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

/** The page's own style sheet, without the timeline's. */
export const style: string = [pageStyle, attack, message, narrow, print].join("");
