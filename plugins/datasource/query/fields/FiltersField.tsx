import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, IconButton, InlineLabel, Select, useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { type LabelFilter } from '../../../../contract/queries.ts';
import { type LookUpParameters } from '../../lookups/look-ups.ts';
import { useChoices } from '../../lookups/use-choices.ts';
import { type Offers } from '../editor-props.ts';

const OPERATORS: Array<{ value: LabelFilter['op']; label: string; description: string }> = [
  { value: '=', label: '=', description: 'is' },
  { value: '!=', label: '!=', description: 'is not' },
  { value: '=~', label: '=~', description: 'matches the regular expression' },
  { value: '!~', label: '!~', description: 'does not match the regular expression' },
];

const getStyles = (theme: GrafanaTheme2) => ({
  all: css({ gridColumn: '1 / -1', display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), alignItems: 'center' }),
  one: css({ display: 'flex', alignItems: 'center', maxWidth: '100%', gap: 2, marginRight: theme.spacing(1) }),
  name: css({ minWidth: 90, flex: '0 1 auto' }),
});

interface NameProps {
  offers: Offers;
  name: 'labels' | 'label-values';
  parameters: LookUpParameters;
  ariaLabel: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

function Name({ offers, name, parameters, ariaLabel, placeholder, value, onChange }: NameProps) {
  const key = JSON.stringify(parameters);
  const asked = useMemo(
    () => ({ name, parameters: JSON.parse(key) as LookUpParameters, range: offers.range }),
    [name, key, offers.range]
  );
  const { options, isLoading, problem, load } = useChoices(offers.lookUps, asked);
  return (
    <Select<string>
      aria-label={ariaLabel}
      options={options}
      value={value ? { value, label: value } : null}
      placeholder={placeholder}
      isLoading={isLoading}
      noOptionsMessage={problem ?? 'Nothing known yet. A value may be typed.'}
      onOpenMenu={load}
      onChange={(chosen) => onChange(chosen?.value ?? '')}
      allowCustomValue
      menuShouldPortal
      width="auto"
    />
  );
}

interface Props {
  offers: Offers;
  value: LabelFilter[] | undefined;
  onChange: (value: LabelFilter[] | undefined) => void;
  /** Labels are those of this metric; absent where what is filtered are attributes of logs or spans. */
  metric?: string;
}

/** Filters on labels: name, comparison, value. */
export function FiltersField({ offers, value, onChange, metric }: Props) {
  const styles = useStyles2(getStyles);
  const filters = value ?? [];
  const replace = (place: number, next?: LabelFilter) => {
    const rest = filters.flatMap((one, at) => (at === place ? (next ?? []) : one));
    onChange(rest.length > 0 ? rest : undefined);
  };
  return (
    <div className={styles.all} role="group" aria-label="Filters">
      <InlineLabel width={15} tooltip="All of them must hold. A value may be a variable, with several values too.">
        Filters
      </InlineLabel>
      {filters.map((filter, place) => (
        // A filter has no name of its own; its place is the only thing that tells it from the others.
        <div className={styles.one} key={place}>
          <div className={styles.name}>
            <Name
              offers={offers}
              name="labels"
              parameters={{ metric }}
              ariaLabel={`Filter ${place + 1}: label`}
              placeholder="label"
              value={filter.label}
              onChange={(label) => replace(place, { ...filter, label, value: '' })}
            />
          </div>
          <Select<LabelFilter['op']>
            aria-label={`Filter ${place + 1}: comparison`}
            options={OPERATORS}
            value={filter.op}
            onChange={(chosen) => replace(place, { ...filter, op: chosen.value ?? '=' })}
            menuShouldPortal
            width={9}
          />
          <div className={styles.name}>
            <Name
              offers={offers}
              name="label-values"
              parameters={{ metric, label: filter.label }}
              ariaLabel={`Filter ${place + 1}: value`}
              placeholder="value"
              value={filter.value}
              onChange={(text) => replace(place, { ...filter, value: text })}
            />
          </div>
          <IconButton name="times" aria-label={`Remove filter ${place + 1}`} onClick={() => replace(place)} />
        </div>
      ))}
      <Button
        icon="plus"
        size="sm"
        variant="secondary"
        aria-label="Add a filter"
        onClick={() => onChange([...filters, { label: '', op: '=', value: '' }])}
      >
        Filter
      </Button>
    </div>
  );
}
