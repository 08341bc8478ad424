import { type Locator, type Page } from 'playwright-core';
import { goldenFrames } from '../../browser/support/fake-service.ts';
import { settled } from '../../browser/support/picture.ts';
import { GRAPH, type PanelJson, rawFrame, TIMELINE } from './grafana.ts';

/** The golden frames' own hours. */
export const GOLDEN = { from: '2026-11-20T07:30:00.000Z', to: '2026-11-20T12:05:00.000Z' };
/** The moment the golden frames call the present. */
export const GOLDEN_NOW = Date.parse('2026-11-20T12:00:00Z');

export const goldenGraph = (more: Partial<PanelJson> = {}): PanelJson => ({
  type: GRAPH,
  title: 'Tasks',
  targets: [rawFrame(goldenFrames('dependencyGraph'))],
  ...more,
});

export const goldenTimeline = (more: Partial<PanelJson> = {}): PanelJson => ({
  type: TIMELINE,
  title: 'Timeline',
  targets: [rawFrame(goldenFrames('timeline'))],
  ...more,
});

export const stageOf = (page: Page): Locator => page.getByRole('application', { name: /tasks shown/ });
export const plotOf = (page: Page): Locator => page.getByRole('application', { name: /spans in/ });

/** Waits for a picture that has come to rest; answers its accessible name. */
export async function rested(page: Page, picture: Locator): Promise<string> {
  await picture.waitFor();
  await settled(page, picture);
  return (await picture.getAttribute('aria-label')) ?? '';
}
