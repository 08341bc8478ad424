import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Dropdown, IconButton, Menu, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Link } from 'react-router-dom';
import { askLogin } from '../host/connection.ts';
import { currentRights, logOut } from '../host/session.ts';
import { chooseTheme, currentChoice, type ThemeChoice } from '../host/theme.ts';
import { NavMenu } from './NavMenu.tsx';
import { type Navigation } from './navigation.ts';
import { useObservable } from './use-observable.ts';

const THEMES: Array<{ choice: ThemeChoice; label: string }> = [
  { choice: 'light', label: 'Light' },
  { choice: 'dark', label: 'Dark' },
  { choice: 'system', label: 'As the system' },
];

function ThemeMenu() {
  const styles = useStyles2(getStyles);
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
      <IconButton
        name="palette"
        size="lg"
        className={styles.target}
        aria-label="Colours: light, dark or as the system"
      />
    </Dropdown>
  );
}

/** Reading may need no log-in; controlling always does. */
function LoginButton() {
  const styles = useStyles2(getStyles);
  const { control } = useObservable(currentRights, { read: false, control: false });
  return control ? (
    <Button className={styles.target} size="sm" fill="text" variant="secondary" onClick={() => void logOut()}>
      Log out
    </Button>
  ) : (
    <Button className={styles.target} size="sm" fill="text" variant="secondary" onClick={askLogin}>
      Log in
    </Button>
  );
}

/** Product name, the menu where there is no room for the navigation, the log-in and the colours. */
export function TopBar({ navigation }: { navigation: Navigation }) {
  const styles = useStyles2(getStyles);
  return (
    <header className={styles.bar}>
      <div className={styles.menu}>
        <NavMenu navigation={navigation} />
      </div>
      <Link to="/" className={styles.home}>
        <img src="/logo.svg" alt="" width={24} height={24} />
        <span className={styles.name}>Task-Master Observability</span>
      </Link>
      <div className={styles.end}>
        <LoginButton />
        <ThemeMenu />
      </div>
    </header>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: 48,
    padding: theme.spacing(0, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.navbarFixed,
    [theme.breakpoints.down('md')]: { padding: theme.spacing(0, 0.5) },
  }),
  menu: css({ [theme.breakpoints.up('xl')]: { display: 'none' } }),
  home: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minHeight: 44, minWidth: 0 }),
  name: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  end: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginLeft: 'auto', flexShrink: 0 }),
  target: css({ '@media (pointer: coarse)': { minWidth: 44, minHeight: 44, justifyContent: 'center' } }),
});
