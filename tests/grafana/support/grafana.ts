import { type FrameJson } from '../../browser/support/fake-service.ts';

/** A Grafana that is running already; nothing here starts or builds one. */
export const GRAFANA_URL = (process.env.GRAFANA_URL ?? '').replace(/\/+$/, '');

/** The data source of the suite: Grafana's own TestData. */
export const DATASOURCE = { type: 'grafana-testdata-datasource', uid: 'taskmaster-suite-testdata' };

export type Target = { scenarioId: string } & Record<string, unknown>;

export interface PanelJson {
  type: string;
  title: string;
  targets: Target[];
  options?: Record<string, unknown>;
  fieldConfig?: { defaults: Record<string, unknown>; overrides: unknown[] };
  gridPos?: { x: number; y: number; w: number; h: number };
}

export interface DashboardJson {
  panels: PanelJson[];
  from?: string;
  to?: string;
  /** 0: off, 1: crosshair, 2: crosshair and tooltip. */
  graphTooltip?: number;
}

/** Asks Grafana's HTTP API; user and token, where one is needed, stand in GRAFANA_TOKEN. */
export async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const token = process.env.GRAFANA_TOKEN;
  const response = await fetch(`${GRAFANA_URL}/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} /api/${path} answered ${response.status}: ${text.slice(0, 300)}`);
  }
  return JSON.parse(text) as T;
}

/** Makes the suite's data source where it is missing. */
export async function ensureDatasource(): Promise<void> {
  const known = await api<Array<{ uid: string }>>('GET', 'datasources');
  if (!known.some(({ uid }) => uid === DATASOURCE.uid)) {
    await api('POST', 'datasources', { ...DATASOURCE, name: 'TestData (panel suite)', access: 'proxy' });
  }
}

/** Saves a dashboard under a uid of its own, replacing an earlier one; answers its path. */
export async function saveDashboard(uid: string, { panels, from, to, graphTooltip = 0 }: DashboardJson) {
  await api('POST', 'dashboards/db', {
    overwrite: true,
    dashboard: {
      uid,
      title: `Panel suite: ${uid}`,
      timezone: 'utc',
      schemaVersion: 39,
      graphTooltip,
      time: { from: from ?? 'now-6h', to: to ?? 'now' },
      panels: panels.map((panel, at) => ({
        id: at + 1,
        datasource: DATASOURCE,
        fieldConfig: { defaults: {}, overrides: [] },
        gridPos: { x: 0, y: at * 16, w: 24, h: 16 },
        ...panel,
        targets: panel.targets.map((target, refId) => ({
          refId: String.fromCharCode(65 + refId),
          datasource: DATASOURCE,
          ...target,
        })),
      })),
    },
  });
  return `/d/${uid}/-`;
}

export async function removeDashboard(uid: string): Promise<void> {
  await api('DELETE', `dashboards/uid/${uid}`);
}

/** Frames as TestData hands them out unchanged. */
export const rawFrame = (frames: FrameJson[]): Target => ({
  scenarioId: 'raw_frame',
  rawFrameContent: JSON.stringify(frames),
});

export const GRAPH = 'taskmaster-dependencygraph-panel';
export const TIMELINE = 'taskmaster-timeline-panel';
