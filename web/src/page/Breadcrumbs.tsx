import { css } from '@emotion/css';
import { type GrafanaTheme2, type NavModelItem } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Link } from 'react-router-dom';
import { type NavEntry } from './nav-entries.ts';

export interface Crumb {
  text: string;
  url?: string;
}

/** The way to a page: the navigation's entry, then the page's own parents, then the page; nothing twice. */
export function crumbsOf(entry: NavEntry | undefined, page: NavModelItem | undefined): Crumb[] {
  const chain: Crumb[] = [];
  for (let item = page; item; item = item.parentItem) {
    chain.unshift({ text: item.text, url: item.url });
  }
  const path = (url?: string) => url?.split('?')[0];
  const known = chain.some(({ text, url }) => path(url) === entry?.url || text === entry?.text);
  return entry && !known ? [{ text: entry.text, url: entry.url }, ...chain] : chain;
}

/** Where the page is. A single crumb would only repeat the title. */
export function Breadcrumbs({ crumbs }: { crumbs: Crumb[] }) {
  const styles = useStyles2(getStyles);
  return crumbs.length < 2 ? null : (
    <nav aria-label="Breadcrumbs">
      <ol className={styles.list}>
        {crumbs.map(({ text, url }, index) => (
          <li key={`${index} ${text}`} className={styles.item}>
            {url && index < crumbs.length - 1 ? (
              <Link to={url} className={styles.link}>
                {text}
              </Link>
            ) : (
              <span aria-current={index === crumbs.length - 1 ? 'page' : undefined}>{text}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexWrap: 'wrap',
    listStyle: 'none',
    margin: 0,
    padding: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  item: css({
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    overflowWrap: 'anywhere',
    '&:not(:last-child)::after': { content: '"›"', padding: theme.spacing(0, 0.75) },
  }),
  link: css({
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
    '@media (pointer: coarse)': { display: 'inline-flex', alignItems: 'center', minHeight: 44 },
  }),
});
