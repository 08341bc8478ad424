import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type PanelDataErrorViewProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** What a panel needs that its data does not have, in a sentence. */
export function missingSentence(props: PanelDataErrorViewProps): string {
  const { data, fieldConfig, message, needsTimeField, needsNumberField, needsStringField } = props;
  const series = data.series ?? [];
  const has = (type: string) => series.some((frame) => frame.fields.some((field) => field.type === type));
  if (series.length === 0 || series.every((frame) => frame.length === 0)) {
    // What the dashboard says about an empty answer comes first: it knows which source is missing and how to connect it.
    return fieldConfig?.defaults.noValue ?? message ?? 'The query answered without any rows.';
  }
  if (message) {
    return message;
  }
  if (needsStringField && !has('string')) {
    return 'The data has no text field.';
  }
  if (needsTimeField && !has('time')) {
    return 'The data has no time field.';
  }
  if (needsNumberField && !has('number')) {
    return 'The data has no number field.';
  }
  return 'This panel cannot show the data it was given.';
}

/** Grafana's view for "no data" and "wrong data", which its server side normally brings. */
export function PanelDataError(props: PanelDataErrorViewProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box} role="status">
      <p className={styles.text}>{missingSentence(props)}</p>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    height: '100%',
    width: '100%',
    overflow: 'auto',
    display: 'grid',
    placeItems: 'center',
    padding: theme.spacing(1),
  }),
  text: css({
    color: theme.colors.text.secondary,
    textAlign: 'center',
    margin: 0,
    maxWidth: 480,
    overflowWrap: 'anywhere',
  }),
});
