/** Everything a report needs to look at: it is one file and asks nothing of the network. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2229; --quiet: #565b66; --paper: #fff; --soft: #f3f4f6; --line: #d5d8de;
  --ok: #2e7d4f; --bad: #c4322b; --lost: #8a8f99; --run: #2f6fd0; --warn: #b0650c; --aside: #75618f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --quiet: #a6abb6; --paper: #15171c; --soft: #20232a; --line: #3a3f4a;
  --ok: #58b37e; --bad: #ef6b63; --lost: #8a8f99; --run: #6aa2f0; --warn: #e29a3f; --aside: #ab95c9; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 24px; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 24px; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 18px; margin: 28px 0 8px; }
p { margin: 4px 0; } .quiet { color: var(--quiet); } .note { color: var(--warn); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 16px 0; }
.card { border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; } .card b { display: block; font-size: 20px; font-variant-numeric: tabular-nums; }
.card .quiet { font-size: 13px; }
.scroll { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 6px; padding: 8px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: 600; white-space: nowrap; } td.n, th.n { text-align: right; white-space: nowrap; } tr { break-inside: avoid; } thead { display: table-header-group; }
.done { color: var(--ok); } .failed { color: var(--bad); } .skipped, .overridden { color: var(--aside); } .running, .retry { color: var(--run); }
svg { display: block; font: 12px system-ui, sans-serif; } svg.picture { width: 100%; height: auto; } svg text { fill: var(--ink); } svg .tick, svg .sub { fill: var(--quiet); font-size: 11px; }
.grid { stroke: var(--line); } .idle { fill: var(--soft); stroke: var(--line); stroke-dasharray: 4 3; }
.bar.ok { fill: var(--ok); } .bar.failed { fill: var(--bad); } .bar.lost { fill: var(--lost); } .bar.running { fill: var(--run); }
.node rect { fill: var(--paper); stroke: var(--lost); stroke-width: 1.5; } .node.box rect { fill: var(--soft); } .node.done rect { stroke: var(--ok); } .node.failed rect { stroke: var(--bad); stroke-width: 2.5; }
.node.skipped rect, .node.overridden rect { stroke: var(--aside); } .node.running rect, .node.retry rect { stroke: var(--run); } .node.file rect { stroke-dasharray: 4 3; } .node.slow rect { stroke-width: 3; }
.edge { fill: none; stroke: var(--lost); stroke-width: 1.2; } .edge.slow { stroke: var(--warn); stroke-width: 2.5; } .tip { fill: var(--lost); }
ol.chain { padding-left: 22px; } .key span { margin-right: 14px; white-space: nowrap; } .key i { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 5px; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } .scroll { overflow: visible; max-height: none; border: none; padding: 0; } svg.graph { max-width: 100%; height: auto; } h2 { break-after: avoid; } .card { break-inside: avoid; } }
@page { margin: 14mm; size: A4 landscape; }
`;
