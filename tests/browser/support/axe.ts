import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  violations: Array<{
    id: string;
    impact: string | null;
    help: string;
    nodes: Array<{ target: unknown[]; html: string }>;
  }>;
}

/**
 * Faults of Grafana's own controls (@grafana/ui 13.2, Scenes 8): not ours to mend, the same inside Grafana. Each is a
 * rule and a piece of the element it is accepted on; everything else counts.
 */
const GRAFANA_FAULTS: Array<[rule: string, piece: string]> = [
  ['label-content-name-mismatch', 'toolbar-button'], // time and refresh pickers: their label says more than their text
  ['label-content-name-mismatch', 'LegendLabel'],
  ['aria-required-attr', 'role="heading"'], // a row's title
  ['scrollable-region-focusable', 'scrollbar-view'], // the table's body
  ['button-name', 'button-panel-header-item'], // the sign that shows a panel's description
  ['aria-prohibited-attr', 'Loading indicator'],
];

/** Serious and critical faults of what the selector finds, one line each: rule, element, what is wrong. */
export async function seriousFaults(page: Page, within = 'html'): Promise<string[]> {
  // Evaluated by the debugger, not by a script element: the page's own policy stays as strict as it is.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const result = (await page.evaluate(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ["violations"] })`
  )) as AxeResult;
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ html }) => !GRAFANA_FAULTS.some(([rule, piece]) => rule === id && html.includes(piece)))
        .map(({ target, html }) => `${id}: ${help}: ${target.join(' ')} ${html.slice(0, 160)}`)
    );
}
