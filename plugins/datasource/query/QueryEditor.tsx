import { css } from '@emotion/css';
import { CoreApp, type GrafanaTheme2, type QueryEditorProps } from '@grafana/data';
import { Select, useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';
import { type QueryType } from '../../../contract/queries.ts';
import { type DataSource } from '../DataSource.ts';
import { type TaskmasterQuery, type TaskmasterSettings } from '../types.ts';
import { switchType, withoutEmpty } from './clean-query.ts';
import { defaultQuery } from './default-query.ts';
import { FieldGrid } from './fields/FieldGrid.tsx';
import { Flag } from './fields/Flag.tsx';
import { Labelled } from './fields/Labelled.tsx';
import { FOLLOWING, isQueryType, QUERY_TYPE_TEXTS, QUERY_TYPES } from './query-types.ts';
import { TypeEditor } from './TypeEditor.tsx';

type Props = QueryEditorProps<DataSource, TaskmasterQuery, TaskmasterSettings>;

const TYPES = QUERY_TYPES.map((value) => ({ value, ...QUERY_TYPE_TEXTS[value] }));

const getStyles = (theme: GrafanaTheme2) => ({
  all: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
});

/** Apps in which a query is asked once: there is nobody to follow a channel. */
const ASKED_ONCE: ReadonlySet<string | undefined> = new Set([CoreApp.UnifiedAlerting, CoreApp.CloudAlerting]);

/** The editor of every query type: the type, its fields, and whether the panel follows. */
export function QueryEditor({ query: given, datasource, range, app, onChange, onRunQuery }: Props) {
  const styles = useStyles2(getStyles);
  const idPrefix = useId();
  const target: TaskmasterQuery = { ...defaultQuery(app), ...given };
  const type: QueryType = isQueryType(target.queryType) ? target.queryType : 'tasks';
  const save = (next: TaskmasterQuery) => {
    onChange(next);
    onRunQuery();
  };
  const follows = FOLLOWING.has(type) && !ASKED_ONCE.has(app);
  return (
    <div className={styles.all} data-testid="taskmaster-query-editor">
      <FieldGrid>
        <Labelled label="Query type" id={`${idPrefix}-type`}>
          <Select<QueryType>
            inputId={`${idPrefix}-type`}
            aria-label="Query type"
            options={TYPES}
            value={type}
            onChange={({ value }) => value && save(switchType(target, value))}
            menuShouldPortal
          />
        </Labelled>
        {follows && (
          <Flag
            idPrefix={idPrefix}
            label="Live"
            tooltip="What changes is on screen within a second, without a refresh of the dashboard."
            value={target.live ?? false}
            onChange={(live) => save({ ...target, live: live || undefined })}
          />
        )}
      </FieldGrid>
      <FieldGrid>
        <TypeEditor
          key={type}
          type={type}
          query={target.query ?? {}}
          change={(fields) => save({ ...target, queryType: type, query: keepPending({ ...target.query, ...fields }) })}
          lookUps={datasource.lookUps}
          range={range}
          idPrefix={idPrefix}
        />
      </FieldGrid>
    </div>
  );
}

/** Without what is empty; filters stay as they are, a new one is empty until it is filled in. */
function keepPending(query: Record<string, unknown>): Record<string, unknown> {
  const { filters, ...rest } = query;
  return { ...withoutEmpty(rest), ...(Array.isArray(filters) && filters.length > 0 ? { filters } : {}) };
}
