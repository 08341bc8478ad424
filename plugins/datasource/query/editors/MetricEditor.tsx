import { RadioButtonGroup } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { type Aggregation } from '../../../../contract/queries.ts';
import { type EditorProps } from '../editor-props.ts';
import { ChooseOne } from '../fields/ChooseOne.tsx';
import { FiltersField } from '../fields/FiltersField.tsx';
import { Flag } from '../fields/Flag.tsx';
import { Labelled } from '../fields/Labelled.tsx';
import { LimitField } from '../fields/LimitField.tsx';
import { PickMany } from '../fields/PickMany.tsx';
import { PickOne } from '../fields/PickOne.tsx';
import { PromqlField } from '../fields/PromqlField.tsx';
import { ScopeFields } from '../fields/ScopeFields.tsx';

const AGGREGATIONS: Array<{ value: Aggregation; label: string; description: string }> = [
  { value: 'last', label: 'last', description: 'The newest value' },
  { value: 'rate', label: 'rate', description: 'Growth of a counter per second' },
  { value: 'increase', label: 'increase', description: 'Growth of a counter per step' },
  { value: 'sum', label: 'sum', description: 'Sum of the values' },
  { value: 'avg', label: 'avg', description: 'Mean of the values' },
  { value: 'min', label: 'min', description: 'Smallest value' },
  { value: 'max', label: 'max', description: 'Largest value' },
  { value: 'count', label: 'count', description: 'Number of values' },
  { value: 'p50', label: 'p50', description: 'Half are below' },
  { value: 'p75', label: 'p75', description: '75 % are below' },
  { value: 'p90', label: 'p90', description: '90 % are below' },
  { value: 'p95', label: 'p95', description: '95 % are below' },
  { value: 'p99', label: 'p99', description: '99 % are below' },
];

const MODES = [
  { value: false, label: 'Builder' },
  { value: true, label: 'PromQL' },
];

/** Whether the service's metric engine takes PromQL; undefined until it has said so. */
function usePromql({ lookUps }: EditorProps<'metric'>): boolean | undefined {
  const [takes, setTakes] = useState<boolean>();
  useEffect(() => {
    let gone = false;
    lookUps.find('capabilities', {}).then(
      (all) => !gone && setTakes(all.some(({ value }) => value === 'promql')),
      () => !gone && setTakes(false) // an older service: the builder is always there
    );
    return () => {
      gone = true;
    };
  }, [lookUps]);
  return takes;
}

function Builder({ query, change, ...offers }: EditorProps<'metric'>) {
  const { idPrefix } = offers;
  return (
    <>
      <PickOne
        offers={offers}
        name="metrics"
        label="Metric"
        placeholder="Choose a metric"
        value={query.metric}
        onChange={(metric) => change({ metric })}
      />
      <ChooseOne
        idPrefix={idPrefix}
        label="Aggregation"
        placeholder="last"
        values={AGGREGATIONS}
        value={query.aggregation}
        onChange={(aggregation) => change({ aggregation })}
        closed
      />
      <PickMany
        offers={offers}
        name="labels"
        parameters={{ metric: query.metric }}
        label="Group by"
        tooltip="One series for each value of these labels. Without any: one series."
        placeholder="One series"
        value={query.groupBy}
        onChange={(groupBy) => change({ groupBy })}
      />
      <ScopeFields offers={offers} query={query} change={change} fields={['project', 'run', 'taskId']} />
      <FiltersField
        offers={offers}
        metric={query.metric}
        value={query.filters}
        onChange={(filters) => change({ filters })}
      />
    </>
  );
}

export function MetricEditor(props: EditorProps<'metric'>) {
  const { query, change, idPrefix } = props;
  const takesPromql = usePromql(props);
  const [isRaw, setRaw] = useState(Boolean(query.raw));
  const showMode = takesPromql === true || isRaw;
  return (
    <>
      {showMode && (
        <Labelled label="Written as" id={`${idPrefix}-mode`}>
          <RadioButtonGroup
            id={`${idPrefix}-mode`}
            options={MODES}
            value={isRaw}
            onChange={(raw) => {
              setRaw(raw);
              if (!raw && query.raw) {
                change({ raw: undefined });
              }
            }}
          />
        </Labelled>
      )}
      {isRaw ? (
        <PromqlField
          idPrefix={idPrefix}
          value={query.raw}
          refused={takesPromql === false}
          onChange={(raw) => change({ raw })}
        />
      ) : (
        <Builder {...props} />
      )}
      <Flag
        idPrefix={idPrefix}
        label="One number"
        tooltip="One value a series, at the end of the range: what stat panels and alert rules need."
        value={query.instant ?? false}
        onChange={(on) => change({ instant: on || undefined })}
      />
      {query.instant === true ? null : (
        <Flag
          idPrefix={idPrefix}
          label="Exemplars"
          tooltip="Single measurements as points above the lines, each with its trace, where the metrics come from a Prometheus that keeps them."
          value={query.exemplars ?? false}
          onChange={(on) => change({ exemplars: on || undefined })}
        />
      )}
      <LimitField
        idPrefix={idPrefix}
        what="series"
        usual={50}
        most={1000}
        value={query.limit}
        onChange={(limit) => change({ limit })}
      />
    </>
  );
}
