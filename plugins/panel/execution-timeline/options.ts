import type { ColorBy } from './model/colors.ts';
import type { SortBy } from './model/rows.ts';

/** What lanes are gathered under; `field:NAME` for any other field. */
export type GroupBy = 'none' | 'task' | 'agent' | 'model' | 'status' | 'kind' | `field:${string}`;
/** The choices of grouping and sorting, in the panel and in its options. */
export const GROUPS: Array<{ value: GroupBy; label: string }> = [
  { value: 'none', label: 'Nesting only' },
  { value: 'task', label: 'Task' },
  { value: 'agent', label: 'Agent' },
  { value: 'model', label: 'Model' },
  { value: 'status', label: 'Status' },
  { value: 'kind', label: 'Kind' },
];
export const SORTS: Array<{ value: SortBy; label: string }> = [
  { value: 'start', label: 'Start' },
  { value: 'name', label: 'Name' },
  { value: 'duration', label: 'Longest first' },
  { value: 'status', label: 'Most urgent first' },
  { value: 'none', label: 'As the data come' },
];

export type RowSize = 'small' | 'medium' | 'large';

/** The panel's options as the dashboard keeps them. */
export interface TimelineOptions {
  nameField?: string;
  startField?: string;
  endField?: string;
  idField?: string;
  parentField?: string;
  laneField?: string;
  statusField?: string;
  groupBy: GroupBy;
  sortBy: SortBy;
  rowsBy: 'auto' | 'lane' | 'span';
  colorBy: ColorBy;
  colorField?: string;
  range: 'auto' | 'dashboard' | 'data';
  compressGaps: boolean;
  /** Shortest gap that is squeezed, seconds; 0 lets the panel choose. */
  gapSeconds: number;
  /** Levels open at first; 0 opens as many as fit. */
  openLevels: number;
  rowSize: RowSize;
  showLabels: boolean;
  showOverview: boolean;
  showToolbar: boolean;
  showLegend: boolean;
}

export const DEFAULT_OPTIONS: TimelineOptions = {
  groupBy: 'none',
  sortBy: 'start',
  rowsBy: 'auto',
  colorBy: 'status',
  range: 'auto',
  compressGaps: false,
  gapSeconds: 0,
  openLevels: 0,
  rowSize: 'medium',
  showLabels: true,
  showOverview: true,
  showToolbar: true,
  showLegend: true,
};

export const ROW_PIXELS: Record<RowSize, number> = { small: 20, medium: 26, large: 36 };
/** Row height where a finger points: the least a touch target may have. */
export const TOUCH_ROW = 44;
