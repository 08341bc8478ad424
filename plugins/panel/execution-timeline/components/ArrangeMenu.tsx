import React from 'react';
import { Dropdown, Menu, useStyles2 } from '@grafana/ui';
import { GROUPS, SORTS, type GroupBy, type TimelineOptions } from '../options.ts';
import type { SortBy } from '../model/rows.ts';
import { Icon } from './Icon.tsx';
import { getStyles } from './styles.ts';

/** How rows are grouped and sorted, where that differs from the panel's options. */
export interface Arrangement {
  groupBy: GroupBy;
  sortBy: SortBy;
}

interface Props {
  options: TimelineOptions;
  /** The panel's own options: also what the menu offers when a dashboard groups by a field. */
  preset: TimelineOptions;
  onArrange: (arrangement: Arrangement) => void;
}

/** Grouping and sorting for whoever looks at the panel without editing it. */
export function ArrangeMenu({ options, preset, onArrange }: Props) {
  const styles = useStyles2(getStyles);
  const { groupBy, sortBy } = options;
  const own = GROUPS.some(({ value }) => value === preset.groupBy)
    ? []
    : [{ value: preset.groupBy, label: preset.groupBy.replace(/^field:/, '') }];
  const item = (label: string, active: boolean, onClick: () => void) => (
    <Menu.Item
      key={label}
      label={label}
      role="menuitemradio"
      ariaChecked={active}
      active={active}
      className={styles.menuItem}
      onClick={onClick}
    />
  );
  const menu = () => (
    <Menu>
      <Menu.Group label="Group by">
        {[...GROUPS, ...own].map(({ value, label }) =>
          item(label, value === groupBy, () => onArrange({ groupBy: value, sortBy }))
        )}
      </Menu.Group>
      <Menu.Divider />
      <Menu.Group label="Sort by">
        {SORTS.map(({ value, label }) => item(label, value === sortBy, () => onArrange({ groupBy, sortBy: value })))}
      </Menu.Group>
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-start">
      <button type="button" className={styles.button} aria-label="Group and sort rows" title="Group and sort rows">
        <Icon name="arrange" />
      </button>
    </Dropdown>
  );
}
