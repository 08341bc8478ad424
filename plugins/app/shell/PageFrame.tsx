import { type NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import React, { useMemo } from 'react';
import { isStandalone } from '../data/host.ts';

export interface Crumb {
  text: string;
  url?: string;
}

interface Props {
  /** Heading of the page and last of the breadcrumbs. */
  title?: string;
  /** One of the pages of Grafana's navigation, which gives heading and breadcrumb itself. */
  inNavigation?: boolean;
  /** The way here, outermost first. */
  parents?: Crumb[];
  subTitle?: React.ReactNode;
  /** Beside the heading: status, buttons. */
  actions?: React.ReactNode;
  children: React.ReactNode;
}

function toNav(title: string, parents: Crumb[]): NavModelItem {
  const parent = parents.at(-1);
  return {
    text: title,
    parentItem: parent ? { ...toNav(parent.text, parents.slice(0, -1)), url: parent.url } : undefined,
  };
}

/** What stands round every page of the app: Grafana's heading and breadcrumbs. */
export function PageFrame({ title, inNavigation = false, parents = [], subTitle, actions, children }: Props) {
  const named = title === undefined || (inNavigation && !isStandalone());
  const key = JSON.stringify([named, title, parents]);
  const nav = useMemo(() => (named ? undefined : toNav(title, parents)), [key]); // eslint-disable-line react-hooks/exhaustive-deps -- `key` says what they hold
  return (
    <PluginPage pageNav={nav} subTitle={subTitle} actions={actions}>
      {children}
    </PluginPage>
  );
}
