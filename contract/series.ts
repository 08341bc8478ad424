import { type Frame, type FrameMeta, type Notice } from './frames.ts';

/** Time series and single numbers as frames Grafana's panels and alert rules read (dataplane kinds of the SDK). */

export interface SeriesInput {
  name: string;
  /** Grafana unit id. */
  unit?: string;
  series: Array<{ labels: Record<string, string>; times: number[]; values: Array<number | null> }>;
  notices?: Notice[];
  executed?: string;
}

function metaOf(input: SeriesInput, type: string, first: boolean): FrameMeta {
  return {
    type,
    typeVersion: [0, 1],
    ...(first && input.notices?.length ? { notices: input.notices } : {}),
    ...(type === 'timeseries-multi' ? { preferredVisualisationType: 'graph' as const } : {}),
    ...(input.executed ? { executedQueryString: input.executed } : {}),
  };
}

/** A finite number or null: a gap. NaN and infinities of a series are gaps too; no panel draws them. */
const finite = (value: number | null | undefined) =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** One frame a series (`timeseries-multi`): ascending `time`, nullable `value` with the series' labels. No series: one empty frame. */
export function buildSeries(input: SeriesInput): Frame[] {
  if (input.series.length === 0) {
    return [
      { schema: { name: input.name, meta: metaOf(input, 'timeseries-multi', true), fields: [] }, data: { values: [] } },
    ];
  }
  return input.series.map(({ labels, times, values }, index) => ({
    schema: {
      name: input.name,
      meta: metaOf(input, 'timeseries-multi', index === 0),
      fields: [
        { name: 'time', type: 'time', typeInfo: { frame: 'time.Time' } },
        {
          name: 'value',
          type: 'number',
          typeInfo: { frame: 'float64', nullable: true },
          labels,
          ...(input.unit ? { config: { unit: input.unit } } : {}),
        },
      ],
    },
    data: { values: [times.map(Math.round), values.map(finite)] },
  }));
}

/** One number a series (`numeric-multi`): its last value that is not a gap. */
export function buildNumbers(input: SeriesInput): Frame[] {
  if (input.series.length === 0) {
    return [
      { schema: { name: input.name, meta: metaOf(input, 'numeric-multi', true), fields: [] }, data: { values: [] } },
    ];
  }
  return input.series.map(({ labels, values }, index) => ({
    schema: {
      name: input.name,
      meta: metaOf(input, 'numeric-multi', index === 0),
      fields: [
        {
          name: 'value',
          type: 'number',
          typeInfo: { frame: 'float64', nullable: true },
          labels,
          ...(input.unit ? { config: { unit: input.unit } } : {}),
        },
      ],
    },
    data: { values: [[finite(values.findLast((value) => value !== null))]] },
  }));
}
