import { type Frame, type FrameField, type Notice } from '#contract/frames.ts';
import { type Exemplar } from '../../telemetry/types.ts';

/** Labels that become columns; those of the trace are among the first. */
const MOST_LABELS = 30;

/**
 * Exemplars as a frame that Grafana's time series panel draws as points above the lines: it looks for the name `exemplar`
 * among a panel's annotations. A column for each label; undefined where there are none and nothing is to be said.
 */
export function exemplarFrame(exemplars: readonly Exemplar[], unit: string | undefined, notices: Notice[]): Frame[] {
  if (exemplars.length === 0 && notices.length === 0) {
    return [];
  }
  const names = [...new Set(exemplars.flatMap(({ labels }) => Object.keys(labels)))].slice(0, MOST_LABELS);
  const column = (name: string): FrameField => ({
    name,
    type: 'string',
    typeInfo: { frame: 'string', nullable: true },
  });
  return [
    {
      schema: {
        name: 'exemplar',
        meta: {
          dataTopic: 'annotations',
          custom: { resultType: 'exemplar' },
          ...(notices.length > 0 ? { notices } : {}),
        },
        fields: [
          { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' } },
          { name: 'Value', type: 'number', typeInfo: { frame: 'float64' }, ...(unit ? { config: { unit } } : {}) },
          ...names.map(column),
        ],
      },
      data: {
        values: [
          exemplars.map(({ at }) => Math.round(at)),
          exemplars.map(({ value }) => value),
          ...names.map((name) => exemplars.map(({ labels }) => (Object.hasOwn(labels, name) ? labels[name] : null))),
        ],
      },
    },
  ];
}
