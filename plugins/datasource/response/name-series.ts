import { type DataFrame, FieldType } from '@grafana/data';

/** What a series is called in a legend: the values of its labels, or the metric's name where it has none. */
export function seriesName(
  frameName: string | undefined,
  labels: Record<string, string> | undefined
): string | undefined {
  const values = Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)
    .filter((value) => value !== '');
  return values.length > 0 ? values.join(', ') : frameName || undefined;
}

/** Gives numbers of a series their name; one set in the panel still wins. */
export function nameSeries(frame: DataFrame): DataFrame {
  const fields = frame.fields.map((field) =>
    field.type === FieldType.number && field.name === 'value'
      ? { ...field, config: { ...field.config, displayNameFromDS: seriesName(frame.name, field.labels) } }
      : field
  );
  return { ...frame, fields };
}
