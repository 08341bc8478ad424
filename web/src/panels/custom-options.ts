/** Defaults of the options Grafana keeps below a field's `custom`; what is not listed there is dropped on loading. */

const HIDE = { hideFrom: { tooltip: false, viz: false, legend: false } };

export const PLAIN_OPTIONS: Record<string, unknown> = { ...HIDE };

export const GRAPH_OPTIONS: Record<string, unknown> = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  lineStyle: undefined,
  barAlignment: 0,
  barWidthFactor: 0.6,
  fillOpacity: 0,
  fillBelowTo: undefined,
  fillColor: undefined,
  gradientMode: 'none',
  spanNulls: false,
  insertNulls: false,
  showPoints: 'auto',
  pointSize: 5,
  stacking: { mode: 'none', group: 'A' },
  axisPlacement: 'auto',
  axisLabel: '',
  axisWidth: undefined,
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  axisGridShow: undefined,
  axisBorderShow: false,
  axisCenteredZero: false,
  axisColorMode: 'text',
  scaleDistribution: { type: 'linear' },
  thresholdsStyle: { mode: 'off' },
  transform: undefined,
  ...HIDE,
};

export const TABLE_OPTIONS: Record<string, unknown> = {
  width: undefined,
  minWidth: 50,
  align: 'auto',
  cellOptions: { type: 'auto' },
  inspect: false,
  filterable: false,
  hidden: undefined,
  ...HIDE,
};
