import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Link, useLocation } from 'react-router-dom';
import { entryOf, type NavEntry } from './nav-entries.ts';
import { type Navigation } from './navigation.ts';

interface GroupProps {
  title: string;
  entries: NavEntry[];
  current?: NavEntry;
  onChoose?: () => void;
}

function Group({ title, entries, current, onChoose }: GroupProps) {
  const styles = useStyles2(getStyles);
  const id = `nav-${title.toLowerCase()}`;
  return entries.length === 0 ? null : (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.group}>
        {title}
      </h2>
      <ul className={styles.list}>
        {entries.map((entry) => {
          const isCurrent = entry.url === current?.url;
          return (
            <li key={entry.url}>
              <Link
                to={entry.url}
                className={cx(styles.link, isCurrent && styles.current)}
                aria-current={isCurrent ? 'page' : undefined}
                title={entry.description}
                onClick={onChoose}
              >
                {entry.text}
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The app's pages and the dashboards; the one on screen is marked. */
export function NavList({ navigation, onChoose }: { navigation: Navigation; onChoose?: () => void }) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const { pages, dashboards } = navigation;
  const current = entryOf([...pages, ...dashboards], pathname);
  return (
    <nav aria-label="Pages and dashboards" className={styles.nav}>
      <Group title="Pages" entries={pages} current={current} onChoose={onChoose} />
      <Group title="Dashboards" entries={dashboards} current={current} onChoose={onChoose} />
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  nav: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  group: css({
    margin: theme.spacing(0, 0, 0.5),
    padding: theme.spacing(0, 1.5),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.secondary,
  }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  link: css({
    display: 'flex',
    alignItems: 'center',
    minHeight: 36,
    padding: theme.spacing(0.5, 1.5),
    borderLeft: '3px solid transparent',
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.primary,
    overflowWrap: 'anywhere',
    '&:hover': { background: theme.colors.action.hover },
    '@media (pointer: coarse)': { minHeight: 44 },
  }),
  current: css({
    background: theme.colors.action.selected,
    borderLeftColor: theme.colors.primary.main,
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
