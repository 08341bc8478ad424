import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { api, GRAPH, TIMELINE } from './support/grafana.ts';
import { open, shoot } from './support/open.ts';
import { GOLDEN, GOLDEN_NOW, goldenGraph, goldenTimeline, plotOf, rested, stageOf } from './support/panels.ts';

interface Settings {
  panels: Record<string, { id: string; name: string; module: string }>;
  apps: Record<string, { id: string; path: string }>;
}

describe('the plugins', () => {
  it('are known to Grafana, the app switched on', async () => {
    const { panels } = await api<Settings>('GET', 'frontend/settings');
    assert.equal(panels[GRAPH]?.name, 'Task dependency graph');
    assert.equal(panels[TIMELINE]?.name, 'Execution timeline');
    const app = await api<{ enabled: boolean }>('GET', 'plugins/taskmaster-observability-app/settings');
    assert.equal(app.enabled, true);
  });

  it('load side by side without an error, and share the crosshair', async () => {
    const panels = [
      goldenTimeline({ gridPos: { x: 0, y: 0, w: 12, h: 18 } }),
      goldenTimeline({ title: 'Again', gridPos: { x: 12, y: 0, w: 12, h: 18 } }),
      goldenGraph({ gridPos: { x: 0, y: 18, w: 24, h: 18 } }),
    ];
    await open({ panels, graphTooltip: 1, ...GOLDEN }, { now: GOLDEN_NOW, height: 1500 }, async (page) => {
      await rested(page, stageOf(page));
      const [first, second] = [plotOf(page).nth(0), plotOf(page).nth(1)];
      await rested(page, first);
      const overlay = second.locator('canvas').last();
      const marked = async () =>
        overlay.evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          let drawn = 0;
          for (let at = 3; at < data.length; at += 4) {
            drawn += data[at]! > 0 ? 1 : 0;
          }
          return drawn;
        });
      const before = await marked();
      const box = (await first.boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.6);
      await page.mouse.move(box.x + box.width * 0.72, box.y + box.height * 0.6);
      await page.waitForTimeout(300);
      assert.ok((await marked()) > before + 50, 'the other panel shows where the pointer is');
      await shoot(page, 'crosshair');
    });
  });
});
