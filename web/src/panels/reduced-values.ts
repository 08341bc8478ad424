import { type FieldDisplay, getFieldDisplayValues, type PanelProps, type ReduceDataOptions } from '@grafana/data';
import { config } from '@grafana/runtime';
import { useMemo } from 'react';

/** One value a field, as `reduceOptions` asks for: what stat, gauge, bar gauge and pie chart show. */
export function useReducedValues(
  props: Pick<PanelProps<{ reduceOptions: ReduceDataOptions }>, 'data' | 'options' | 'fieldConfig' | 'timeZone'> &
    Pick<PanelProps, 'replaceVariables'>,
  sparkline = false
): FieldDisplay[] {
  const { data, options, fieldConfig, replaceVariables, timeZone } = props;
  return useMemo(
    () =>
      getFieldDisplayValues({
        fieldConfig,
        reduceOptions: options.reduceOptions,
        replaceVariables,
        theme: config.theme2,
        data: data.series,
        sparkline,
        timeZone,
      }),
    [data.series, fieldConfig, options.reduceOptions, replaceVariables, sparkline, timeZone]
  );
}
