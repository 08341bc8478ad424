import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Card } from '../parts/Card.tsx';
import { type Definition } from './model/task-detail.ts';

interface Props {
  definition: Definition | null;
  title: string;
  priority: string | null;
}

const isText = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

/** What is to be done, as the task file says it. Text is shown as text. */
export function Description({ definition, title, priority }: Props) {
  const styles = useStyles2(getStyles);
  const { description, details, testStrategy, complexity, duplicateOf } = definition ?? {};
  const own = isText(description) && description.replace(/\.$/, '') !== title.replace(/\.$/, '');
  const facts: Array<[string, string]> = [
    ['Priority', priority ?? ''],
    ['Complexity', complexity === undefined ? '' : `${complexity} of 10`],
    ['Same id as', duplicateOf ?? ''],
  ];
  const parts: Array<[string, string | undefined]> = [
    ['Details', details],
    ['How it is tested', testStrategy],
  ];
  return (
    <Card title="What is to be done">
      <dl className={styles.facts}>
        {facts.map(([label, value]) =>
          value === '' ? null : (
            <div key={label} className={styles.fact}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          )
        )}
      </dl>
      {own ? <p className={styles.text}>{description}</p> : null}
      {parts.map(([label, text]) =>
        isText(text) ? (
          <React.Fragment key={label}>
            <h3 className={styles.label}>{label}</h3>
            <p className={styles.text}>{text}</p>
          </React.Fragment>
        ) : null
      )}
      {own || parts.some(([, text]) => isText(text)) ? null : (
        <p className={styles.quiet}>The task file says no more than its title.</p>
      )}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 3),
    margin: theme.spacing(0, 0, 1),
    '&:empty': { display: 'none' },
  }),
  fact: css({
    display: 'flex',
    gap: theme.spacing(1),
    dt: { fontWeight: 400, color: theme.colors.text.secondary },
    dd: { margin: 0 },
  }),
  label: css({
    margin: theme.spacing(1.5, 0, 0.5),
    fontSize: theme.typography.body.fontSize,
    color: theme.colors.text.secondary,
    fontWeight: 400,
  }),
  text: css({
    margin: 0,
    maxWidth: '75ch',
    maxHeight: 320,
    overflowY: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  }),
  quiet: css({ margin: 0, color: theme.colors.text.secondary }),
});
