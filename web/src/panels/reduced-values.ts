import { type FieldDisplay, getFieldDisplayValues, type PanelProps, type ReduceDataOptions } from '@grafana/data';
import { config } from '@grafana/runtime';
import { useMemo } from 'react';

/** A text for "no value" that is longer than a figure: set small and in lines instead of as one. */
const SENTENCE_LENGTH = 20;

/** The sentence a dashboard wrote for a panel that has no value, where there is none; undefined otherwise. */
export function sentenceInstead(
  values: FieldDisplay[],
  { fieldConfig }: Pick<PanelProps, 'fieldConfig'>
): string | undefined {
  const { noValue } = fieldConfig.defaults;
  const nothing = values.every(({ display }) => display.text === noValue);
  return noValue && noValue.length > SENTENCE_LENGTH && nothing ? noValue : undefined;
}

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
