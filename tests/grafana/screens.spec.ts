import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GRAPH, type PanelJson, TIMELINE } from './support/grafana.ts';
import { open, shoot } from './support/open.ts';
import { GOLDEN, GOLDEN_NOW, goldenGraph, goldenTimeline, plotOf, rested, stageOf } from './support/panels.ts';

const nodes = (type: string): PanelJson => ({
  type: GRAPH,
  title: `TestData node graph, ${type}`,
  targets: [{ scenarioId: 'node_graph', nodes: { type, count: 40, seed: 7 } }],
});
const trace: PanelJson = {
  type: TIMELINE,
  title: 'TestData trace',
  targets: [{ scenarioId: 'trace', spanCount: 60 }],
};

const CASES: Array<{ name: string; panel: PanelJson; says: RegExp; golden?: boolean }> = [
  { name: 'graph-golden', panel: goldenGraph(), says: /26 tasks shown, \d+ dependencies/, golden: true },
  { name: 'graph-random', panel: nodes('random'), says: /40 tasks shown, \d\d dependencies/ },
  { name: 'graph-edges', panel: nodes('random edges'), says: /(39|40) tasks shown, \d\d dependencies/ },
  { name: 'graph-showcase', panel: nodes('feature_showcase'), says: /\d+ tasks shown/ },
  { name: 'graph-services', panel: nodes('response_medium'), says: /\d+ tasks shown/ },
  { name: 'timeline-golden', panel: goldenTimeline(), says: /37 spans in \d+ rows/, golden: true },
  { name: 'timeline-trace', panel: trace, says: /60 spans in \d+ rows/ },
];

describe('pictures in Grafana', () => {
  for (const { name, panel, says, golden } of CASES) {
    for (const width of [1440, 390]) {
      for (const theme of ['light', 'dark'] as const) {
        it(`${name}, ${width} px, ${theme}`, async () => {
          const sized = { ...panel, gridPos: { x: 0, y: 0, w: 24, h: width < 500 ? 18 : 22 } };
          const dashboard = { panels: [sized], ...(golden ? GOLDEN : {}) };
          const now = golden ? GOLDEN_NOW : undefined;
          await open(dashboard, { width, theme, touch: width < 500, now }, async (page) => {
            const picture = panel.type === GRAPH ? stageOf(page) : plotOf(page);
            assert.match(await rested(page, picture), says);
            await shoot(page, `${name}-${width}-${theme}`);
            const [content, window] = await page.evaluate(() => [document.body.scrollWidth, innerWidth] as const);
            assert.ok(content <= window, `the page is ${content} px wide in a window of ${window} px`);
          });
        });
      }
    }
  }
});
