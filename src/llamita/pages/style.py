"""How a page looks: on light and dark screens, large and small, and on paper.

Colors of series are those of Okabe and Ito, which people tell apart whose eyes see fewer; on dark ground they
are lighter.
"""

from typing import Final

STYLE: Final = """
:root {
  --ink: #1c1e21; --quiet: #62666d; --line: #dfe1e5; --paper: #ffffff; --panel: #f6f7f8;
  --link: #0b5a8f; --published: #8a8f97; --on-cell: #ffffff; --cell: #0067a3;
  --warn-line: #c77700; --warn-paper: #fff7ea;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #008a63; --series-4: #a34f85;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e8eb; --quiet: #9da3ac; --line: #31353c; --paper: #15171b; --panel: #1c1f24;
    --link: #7cc0ee; --published: #868c95; --on-cell: #0c1013; --cell: #6bb9ee;
    --warn-line: #e0a040; --warn-paper: #2a2318;
    --series-1: #56b4e9; --series-2: #f2915a; --series-3: #45c49c; --series-4: #d894bf;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 62rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif;
}
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0 0 0.75rem;
  overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; font-weight: 650; letter-spacing: -0.01em; margin: 0 0 0.9rem; }
section { margin-top: 2.75rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
p { max-width: 42rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem;
  font-size: 0.875rem; }
.warning { border-left: 3px solid var(--warn-line); background: var(--warn-paper); padding: 0.6rem 0.9rem;
  border-radius: 0 4px 4px 0; }
figure { margin: 1.25rem 0; }
figcaption, caption { text-align: left; font-weight: 600; font-size: 0.9rem; padding-bottom: 0.5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; padding: 0; }
.scroll { overflow-x: auto; margin: 0 0 1.25rem; position: relative; }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--link);
  outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.875rem; line-height: 1.4; min-width: 20rem; }
th, td { padding: 0.35rem 1.25rem 0.35rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
th { font-weight: 500; color: var(--quiet); vertical-align: bottom; }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.number { white-space: normal; }
td.code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.8125rem;
  overflow-wrap: anywhere; white-space: pre-wrap; }
td.text { min-width: 8rem; }
td:last-child, th:last-child { padding-right: 0.25rem; }
details { margin: 0 0 0.6rem; }
summary { cursor: pointer; font-size: 0.9rem; padding: 0.2rem 0; overflow-wrap: anywhere; }
details[open] > summary { margin-bottom: 0.5rem; font-weight: 600; }
svg { display: block; max-width: 100%; height: auto; font: 13px system-ui, -apple-system,
  "Segoe UI", sans-serif; }
svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
svg .tick, svg .axis, svg .quiet { fill: var(--quiet); }
svg .tick, svg .axis { font-size: 12px; }
.rule { stroke: var(--line); }
.frame { stroke: var(--quiet); }
.series-1 { --color: var(--series-1); } .series-2 { --color: var(--series-2); }
.series-3 { --color: var(--series-3); } .series-4 { --color: var(--series-4); }
.published { --color: var(--published); }
.mark { fill: var(--color); stroke: var(--paper); stroke-width: 1.5; }
.mark.published { fill: var(--paper); stroke: var(--color); }
.interval { stroke: var(--color); stroke-width: 2; stroke-opacity: 0.75; }
.bar { fill: var(--color); fill-opacity: 0.85; }
.kept { fill: var(--series-1); } .removed { fill: var(--series-2); } .beside { fill: var(--published); }
pre { background: var(--panel); padding: 0.6rem 0.9rem; border-radius: 4px; overflow-x: auto;
  font: 0.8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.whisker { stroke: var(--ink); stroke-width: 1.5; }
.curve { fill: none; stroke: var(--color); stroke-width: 1.75; stroke-opacity: 0.7; }
.cell { fill: var(--cell); } .cell-ground { fill: var(--paper); }
.empty { fill: none; stroke: var(--line); stroke-dasharray: 3 3; }
svg .strong { fill: var(--on-cell); }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.4rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  figure, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""
