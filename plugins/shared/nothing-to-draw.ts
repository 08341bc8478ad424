import type { FieldConfigSource, PanelData } from '@grafana/data';

/**
 * What a panel says instead of its picture: why the query failed; the text somebody chose for "no value" where there are no
 * rows at all, as Grafana's own panels do; else the panel's own sentence.
 */
export function nothingToDraw(
  data: Pick<PanelData, 'series' | 'state' | 'error' | 'errors'>,
  fieldConfig: Pick<FieldConfigSource, 'defaults'> | undefined,
  sentence: string
): string {
  const failure = data.errors?.find((error) => error.message)?.message ?? data.error?.message;
  if (failure !== undefined && failure !== '' && !hasRows(data.series)) {
    return `The query failed: ${failure}`;
  }
  const noValue = fieldConfig?.defaults.noValue;
  return noValue !== undefined && noValue !== '' && !hasRows(data.series) ? noValue : sentence;
}

/** Whether any field of any frame has a value. */
function hasRows(series: PanelData['series']): boolean {
  return series.some((frame) => frame.fields.some((field) => field.values.length > 0));
}
