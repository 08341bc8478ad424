import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GRAPH, type Target, TIMELINE } from './support/grafana.ts';
import { open, shoot } from './support/open.ts';

const BAD: Array<[name: string, target: Target]> = [
  ['random walk', { scenarioId: 'random_walk' }],
  ['random walk table', { scenarioId: 'random_walk_table' }],
  ['csv without rows', { scenarioId: 'csv_content', csvContent: 'id,title,start\n' }],
  ['no data points', { scenarioId: 'no_data_points' }],
  ['no frames', { scenarioId: 'raw_frame', rawFrameContent: '[]' }],
  ['logs', { scenarioId: 'logs', lines: 5 }],
];

/** A sentence, not a blank panel, nor Grafana's own words for a panel that broke. */
const SENTENCE = /[A-Z][^.]{12,}[.]/;
const BROKEN = /An unexpected error happened|Error loading|Minified React error/;

describe('data that is no graph and no timeline, in Grafana', () => {
  it('is answered with a sentence in every panel', async () => {
    const panels = BAD.flatMap(([name, target], at) =>
      [GRAPH, TIMELINE].map((type, side) => ({
        type,
        title: `${side === 0 ? 'Graph' : 'Timeline'}: ${name}`,
        targets: [target],
        gridPos: { x: side * 12, y: at * 7, w: 12, h: 7 },
      }))
    );
    await open({ panels }, { height: 1800 }, async (page) => {
      const faults: string[] = [];
      for (const { title } of panels) {
        const panel = page.getByTestId(`data-testid Panel header ${title}`);
        await panel.waitFor();
        const words = await panel
          .getByText(SENTENCE)
          .first()
          .innerText()
          .catch(() => '');
        const all = await panel.innerText();
        if (!SENTENCE.test(words) || BROKEN.test(all)) {
          faults.push(`${title}: ${all.slice(0, 200)}`);
        }
      }
      await shoot(page, 'bad-input');
      assert.deepEqual(faults, []);
    });
  });

  it('is answered with the text chosen for no value where there are no rows', async () => {
    const fieldConfig = { defaults: { noValue: 'Nothing planned for today' }, overrides: [] };
    const panels = [GRAPH, TIMELINE].map((type, side) => ({
      type,
      title: `No rows ${side}`,
      targets: [{ scenarioId: 'csv_content', csvContent: 'id,title,start,end\n' }],
      fieldConfig,
      gridPos: { x: side * 12, y: 0, w: 12, h: 8 },
    }));
    await open({ panels }, {}, async (page) => {
      for (const { title } of panels) {
        await page.getByTestId(`data-testid Panel header ${title}`).getByText('Nothing planned for today').waitFor();
      }
    });
  });
});
