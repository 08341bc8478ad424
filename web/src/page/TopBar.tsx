import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Combobox, Dropdown, IconButton, Menu, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Link, useMatch } from 'react-router-dom';
import { type DashboardEntry } from '../dashboard/catalogue.ts';
import { chooseTheme, currentChoice, type ThemeChoice } from '../host/theme.ts';
import { useObservable } from './use-observable.ts';

const THEMES: Array<{ choice: ThemeChoice; label: string }> = [
  { choice: 'light', label: 'Light' },
  { choice: 'dark', label: 'Dark' },
  { choice: 'system', label: 'As the system' },
];

function ThemeMenu() {
  const choice = useObservable(currentChoice, 'system');
  const items = THEMES.map((one) => (
    <Menu.Item
      key={one.choice}
      label={one.label}
      active={one.choice === choice}
      onClick={() => chooseTheme(one.choice)}
    />
  ));
  return (
    <Dropdown overlay={<Menu>{items}</Menu>} placement="bottom-end">
      <IconButton name="palette" size="lg" aria-label="Colours: light, dark or as the system" />
    </Dropdown>
  );
}

/** Product name, the dashboards to choose from, and the colours. */
export function TopBar({ dashboards }: { dashboards: DashboardEntry[] }) {
  const styles = useStyles2(getStyles);
  const uid = useMatch('/d/:uid/*')?.params.uid;
  return (
    <header className={styles.bar}>
      <Link to="/" className={styles.home}>
        <img src="/logo.svg" alt="" width={24} height={24} />
        <span className={styles.name}>Task-Master Observability</span>
      </Link>
      <div className={styles.choice}>
        <Combobox
          aria-label="Dashboard"
          placeholder="Choose a dashboard"
          options={dashboards.map(({ uid: value, title: label, description }) => ({ value, label, description }))}
          value={uid ?? null}
          onChange={(option) => locationService.push(`/d/${option.value}`)}
        />
      </div>
      <ThemeMenu />
    </header>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(0.75, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.navbarFixed,
    [theme.breakpoints.down('md')]: { padding: theme.spacing(0.75, 1), gap: theme.spacing(1) },
  }),
  home: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minHeight: 32 }),
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'nowrap',
    [theme.breakpoints.down('md')]: { display: 'none' },
  }),
  choice: css({ flexGrow: 1, maxWidth: 360, marginLeft: 'auto' }),
});
