import { type DataFrame } from '@grafana/data';

/** Colours of the ring around a node of Grafana's own node graph; the same as the dependency graph panel's. */
const COLORS: Record<string, string> = {
  arc__finished: 'green',
  arc__running: 'blue',
  arc__blocked: 'orange',
  arc__open: '#8e8e99',
};

/** Gives the shares of a node's ring their colours. */
export function colorArcs(frame: DataFrame): DataFrame {
  const fields = frame.fields.map((field) => {
    const fixedColor = COLORS[field.name];
    return fixedColor === undefined
      ? field
      : { ...field, config: { ...field.config, color: { mode: 'fixed', fixedColor } } };
  });
  return { ...frame, fields };
}
