import { dark, light, properties } from "./palette.ts";

const page = `
:root{color-scheme:light dark;${properties(light)}}
@media (prefers-color-scheme:dark){:root{${properties(dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.wide{max-width:66rem;margin:0 auto;padding:0 2rem}
a{color:inherit;text-decoration-color:var(--muted);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--lockkeeper);outline-offset:3px;border-radius:2px}
h1,h2,h3,p,dl,dd,ol,ul,figure{margin:0;padding:0}
ol,ul{list-style:none}
h1{font-size:clamp(1.75rem,1.2rem + 2.4vw,2.75rem);line-height:1.15;letter-spacing:-.02em;font-weight:650;max-width:28ch;text-wrap:balance}
h2{font-size:clamp(1.25rem,1.1rem + .7vw,1.6rem);line-height:1.3;letter-spacing:-.01em;font-weight:650;max-width:32ch;text-wrap:balance}
h3{font-size:.8125rem;line-height:1.4;font-weight:650;color:var(--muted);margin-bottom:.9rem}
code,pre,.mono{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.8125rem;font-variant-ligatures:none}
.muted{color:var(--muted)}
.small{font-size:.875rem}
.number{font-variant-numeric:tabular-nums;white-space:nowrap}
.good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}.none{color:var(--muted)}
.toned{display:grid;grid-template-columns:1.35em 1fr}
.sign{display:inline-block;width:1.25em;font-weight:700}
.verdict{display:inline-block;padding:.2rem .8rem .2rem .65rem;border-radius:99px;font-size:.875rem;font-weight:600;white-space:nowrap;border:1px solid currentColor}
.verdict.good{background:var(--good-tint)}.verdict.bad{background:var(--bad-tint)}
`;

const summary = `
.top{padding-top:4.5rem}
.top .eyebrow{font-weight:600;color:var(--muted);margin-bottom:1rem}
.top h1{display:grid;grid-template-columns:auto 1fr;gap:.4em}
.top h1 .sign{width:auto}
.top .run{margin-top:1.1rem}
.figures{display:grid;grid-template-columns:repeat(4,auto);gap:1.5rem 2.5rem;margin:3rem 0 0;padding:1.75rem 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.figures dt{font-size:.875rem;color:var(--muted)}
.figures dd{font-size:1.625rem;line-height:1.3;font-weight:600;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.overview{margin:3rem 0 0}
table{width:100%;border-collapse:collapse;text-align:left}
th{font-size:.8125rem;font-weight:600;color:var(--muted);padding:0 1.5rem .6rem 0;vertical-align:bottom}
td,tbody th{padding:.85rem 1.5rem .85rem 0;border-top:1px solid var(--line);vertical-align:top}
.overview td{font-size:.9375rem;overflow-wrap:break-word}
.overview tbody th{width:36%;overflow-wrap:anywhere}
@media screen and (min-width:64rem){.overview td{white-space:nowrap}.overview tbody th{width:auto}}
tbody th{font-size:1rem;font-weight:500;color:var(--ink)}
th:last-child,td:last-child{padding-right:0}
`;

/** What every page has: its type, its colours in light and dark, figures and tables. */
export const pageStyle = page + summary;
