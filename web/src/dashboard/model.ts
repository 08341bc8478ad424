import type { DataSourceRef, DataTransformerConfig, FieldConfigSource } from '@grafana/data';
import { withOwnLinks } from './own-links.ts';

/** The parts of Grafana's dashboard JSON this page reads; everything else in a file is ignored. */

export interface GridPosition {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface DashboardLink {
  title: string;
  url?: string;
  type?: 'link' | 'dashboards';
  tags?: string[];
  targetBlank?: boolean;
  tooltip?: string;
  /** Of type `dashboards`: one button with a list, instead of a button each. */
  asDropdown?: boolean;
  includeVars?: boolean;
  keepTime?: boolean;
}

export interface PanelJson {
  id?: number;
  type: string;
  title?: string;
  description?: string;
  gridPos?: Partial<GridPosition>;
  targets?: Array<{ refId: string } & Record<string, unknown>>;
  datasource?: DataSourceRef | null;
  options?: Record<string, unknown>;
  fieldConfig?: FieldConfigSource;
  transformations?: DataTransformerConfig[];
  transparent?: boolean;
  maxDataPoints?: number;
  links?: DashboardLink[];
  pluginVersion?: string;
  interval?: string | null;
  timeFrom?: string | null;
  /** Variable to repeat the panel or row for. */
  repeat?: string;
  repeatDirection?: 'h' | 'v';
  maxPerRow?: number;
  /** Rows only. */
  collapsed?: boolean;
  panels?: PanelJson[];
}

export interface VariableJson {
  name: string;
  label?: string | null;
  type: string;
  query?: unknown;
  datasource?: DataSourceRef | null;
  current?: { text?: unknown; value?: unknown };
  hide?: number;
  multi?: boolean;
  includeAll?: boolean;
  allValue?: string | null;
  refresh?: number;
  regex?: string;
  sort?: number;
  auto?: boolean;
  auto_count?: number;
  auto_min?: string;
  skipUrlSync?: boolean;
}

/** A query whose rows are marked in the panels: what happened, and when. */
export interface AnnotationJson {
  name: string;
  enable?: boolean;
  hide?: boolean;
  iconColor?: string;
  builtIn?: number;
  datasource?: DataSourceRef | null;
  target?: Record<string, unknown>;
  filter?: { exclude?: boolean; ids: number[] };
}

export interface DashboardJson {
  uid: string;
  title: string;
  description?: string;
  tags?: string[];
  timezone?: string;
  graphTooltip?: number;
  refresh?: string | false;
  time?: { from: string; to: string };
  timepicker?: { refresh_intervals?: string[]; hidden?: boolean };
  templating?: { list?: VariableJson[] };
  annotations?: { list?: AnnotationJson[] };
  links?: DashboardLink[];
  panels: PanelJson[];
}

/** A dashboard read from JSON, or a sentence saying why it is none. */
export function readDashboard(json: unknown): { dashboard: DashboardJson } | { problem: string } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { problem: 'The file holds no JSON object.' };
  }
  const { title, uid, panels } = json as Partial<DashboardJson>;
  if (typeof title !== 'string' || typeof uid !== 'string') {
    return { problem: 'A dashboard needs a "title" and a "uid", both texts.' };
  }
  if (!Array.isArray(panels)) {
    return { problem: `The dashboard "${title}" has no list of "panels". Export it in Grafana's classic JSON model.` };
  }
  const bad = panels.findIndex((panel) => typeof panel?.type !== 'string');
  return bad < 0
    ? { dashboard: withOwnLinks(json as DashboardJson) }
    : { problem: `Panel ${bad + 1} of the dashboard "${title}" has no "type".` };
}
