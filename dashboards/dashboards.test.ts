import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { APP_ID } from '../contract/app-links.ts';
import { QUERY_SCHEMAS, type QueryType } from '../contract/queries.ts';
import { dashboards } from './index.ts';
import { SOURCE, type Target } from './parts/ask.ts';
import { UIDS } from './parts/addresses.ts';
import { differing } from './write.ts';

/** The parts of the JSON that are looked at, read as any reader of the files would. */
interface PanelJson {
  id: number;
  type: string;
  title?: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: Target[];
  datasource?: unknown;
  links?: Array<{ title: string; url?: string }>;
  options?: Record<string, unknown>;
  fieldConfig?: {
    defaults: { noValue?: string; links?: Array<{ title: string; url: string }> };
    overrides: Array<{ properties: Array<{ id: string; value: unknown }> }>;
  };
}
interface DashboardJson {
  uid: string;
  title: string;
  schemaVersion: number;
  panels: PanelJson[];
  templating: { list: Array<{ name: string; type: string; query: unknown }> };
  annotations: { list: Array<{ target: Target }> };
}

const ALL = [...dashboards()].map(([, one]) => JSON.parse(JSON.stringify(one)) as DashboardJson);
const shown = (one: DashboardJson) => one.panels.filter(({ type }) => type !== 'row');
const APP_PAGES = /^\/a\/taskmaster-observability-app\/(projects|set-up|configuration)(\/|\?|$)/;

function linksOf(panel: PanelJson): string[] {
  const { defaults, overrides = [] } = panel.fieldConfig ?? { defaults: {} };
  const inOverrides = overrides.flatMap(({ properties }) =>
    properties.flatMap(({ id, value }) => (id === 'links' ? (value as Array<{ url: string }>) : []))
  );
  const inText = [...String(panel.options?.content ?? '').matchAll(/\]\(([^)]+)\)/g)].map(([, url]) => url as string);
  return [...[...(panel.links ?? []), ...(defaults.links ?? []), ...inOverrides].map(({ url = '' }) => url), ...inText];
}

/** The pane of Explore an address opens, its variables not filled in. */
function paneOf(url: string): { queries: Target[] } {
  const panes = JSON.parse(decodeURIComponent(url.split('panes=')[1] ?? '')) as Record<string, { queries: Target[] }>;
  return panes.A!;
}

/** Variables and columns a text names, without Grafana's own. */
const namesIn = (text: string) =>
  [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name as string).filter((name) => !name.startsWith('__'));

it('the committed files are what the source writes', () => {
  expect(differing()).toEqual([]);
});

it('has the seven dashboards, each under its own uid', () => {
  expect(ALL.map(({ uid }) => uid).sort()).toEqual(Object.values(UIDS).sort());
});

describe.each(ALL.map((one) => [one.title, one] as const))('%s', (_, dashboard) => {
  it('is in the classic model Grafana 11.0 reads, with numbers of panels given once', () => {
    expect(dashboard.schemaVersion).toBe(39);
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lays panels side by side: none over another, none beyond the edge, no holes', () => {
    const taken = new Map<string, string>();
    let bottom = 0;
    for (const { title = '', gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      bottom = Math.max(bottom, gridPos.y + gridPos.h);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x}/${y}`), `${title} lies over it`).toBeUndefined();
          taken.set(`${x}/${y}`, title);
        }
      }
    }
    expect(taken.size).toBe(24 * bottom);
  });

  it('says of every panel what it shows, from which source, and what to do without data', () => {
    for (const panel of shown(dashboard)) {
      expect(panel.title, `panel ${panel.id}`).toBeTruthy();
      expect(panel.description?.length, panel.title).toBeGreaterThan(40);
      expect(panel.fieldConfig?.defaults.noValue, panel.title).toBeTruthy();
      expect(panel.fieldConfig?.defaults.noValue, panel.title).not.toMatch(/^no data$/i);
    }
  });

  it('asks only what the service understands', () => {
    const targets = [
      ...shown(dashboard).flatMap(({ targets = [] }) => targets),
      ...dashboard.annotations.list.map(({ target }) => target),
    ];
    for (const target of targets) {
      expect(target.datasource).toEqual(SOURCE);
      const schema = QUERY_SCHEMAS[target.queryType as QueryType];
      expect(schema, target.queryType).toBeDefined();
      expect([...Value.Errors(schema, target.query)], JSON.stringify(target)).toEqual([]);
    }
    for (const panel of shown(dashboard).filter(({ type }) => type !== 'text')) {
      const refIds = (panel.targets ?? []).map(({ refId }) => refId);
      expect(refIds.length, panel.title).toBeGreaterThan(0);
      expect(new Set(refIds).size, panel.title).toBe(refIds.length);
    }
  });

  it('uses only variables it has', () => {
    const known = new Set(dashboard.templating.list.map(({ name }) => name));
    expect([...known].slice(0, 2)).toEqual(['datasource', 'project']);
    const questions = JSON.stringify(shown(dashboard).map(({ targets }) => targets));
    const links = shown(dashboard).flatMap(linksOf).join(' ');
    const used = new Set(namesIn(`${questions} ${links}`));
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
  });

  it('leads somewhere: to a dashboard, a page of the app or Explore, with the time range kept', () => {
    const uids = new Set(Object.values(UIDS) as string[]);
    for (const panel of shown(dashboard)) {
      for (const url of linksOf(panel)) {
        const [, uid] = /^\/d\/([^?]+)\?/.exec(url) ?? [];
        if (uid !== undefined) {
          expect(uids, url).toContain(uid);
          expect(url).toContain('${__url_time_range}');
          expect(url).toContain('${datasource:queryparam}');
        } else if (url.startsWith(`/a/${APP_ID}`)) {
          expect(url).toMatch(APP_PAGES);
        } else {
          expect(url).toMatch(/^\/explore\?schemaVersion=1&panes=/);
          const [target] = paneOf(url).queries;
          const schema = QUERY_SCHEMAS[target!.queryType as QueryType];
          expect([...Value.Errors(schema, target!.query)], JSON.stringify(target)).toEqual([]);
        }
      }
    }
  });

  it('has a way on from every number', () => {
    const numbers = shown(dashboard).filter(({ type }) =>
      ['stat', 'gauge', 'bargauge', 'piechart', 'table'].includes(type)
    );
    const without = numbers.filter((panel) => linksOf(panel).length === 0).map(({ title }) => title);
    expect(without).toEqual([]);
  });
});
