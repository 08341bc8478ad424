import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName, textUtil } from '@grafana/data';
import { sceneGraph, type SceneObject } from '@grafana/scenes';
import { Button, Dropdown, LinkButton, Menu, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { type DashboardEntry, listDashboards } from './catalogue.ts';
import { isListed, linkAddress } from './link-address.ts';
import { type DashboardJson, type DashboardLink } from './model.ts';

interface Target {
  title: string;
  url: string;
}

interface Props {
  dashboard: DashboardJson;
  scene: SceneObject;
}

/** The addresses one link stands for: its own, or one for each dashboard that has its tags. */
function targetsOf(link: DashboardLink, { dashboard, scene }: Props, all: DashboardEntry[]): Target[] {
  const fill = (text: string) => sceneGraph.interpolate(scene, text);
  const address = (url?: string) => textUtil.sanitizeUrl(linkAddress({ ...link, url }, fill));
  if (link.type === 'dashboards') {
    const listed = all.filter((entry) => isListed(link, entry, dashboard.uid));
    return listed.map(({ uid, title }) => ({ title, url: address(`/d/${uid}`) }));
  }
  return link.url ? [{ title: fill(link.title), url: address(link.url) }] : [];
}

/** A dashboard's links, one button each or a list behind one; variables and time range go along where they are to. */
export function DashboardLinks(props: Props) {
  const styles = useStyles2(getStyles);
  const { dashboard, scene } = props;
  const links = dashboard.links ?? [];
  const [all, setAll] = useState<DashboardEntry[]>([]);
  const [, draw] = useState(0);
  const byTag = links.some(({ type }) => type === 'dashboards');
  useEffect(() => {
    if (byTag) {
      listDashboards().then(setAll, () => setAll([])); // the navigation has the same list; its page says what is wrong
    }
  }, [byTag]);
  useEffect(() => {
    // Addresses hold variables and time range: drawn anew when they change.
    const again = () => draw((n) => n + 1);
    const subscriptions = [
      sceneGraph.getTimeRange(scene).subscribeToState(again),
      ...sceneGraph.getVariables(scene).state.variables.map((one) => one.subscribeToState(again)),
    ];
    return () => subscriptions.forEach((one) => one.unsubscribe());
  }, [scene]);
  const shown = links.map((link) => ({ link, targets: targetsOf(link, props, all) })).filter((one) => one.targets[0]);
  return shown.length === 0 ? null : (
    <nav className={styles.links} aria-label="Links of this dashboard">
      {shown.map(({ link, targets }, index) => {
        const target = link.targetBlank ? '_blank' : undefined;
        if (link.type === 'dashboards' && link.asDropdown) {
          const items = targets.map(({ title, url }) => (
            <Menu.Item key={url} label={title} url={url} target={target ?? '_self'} />
          ));
          return (
            <Dropdown key={index} overlay={<Menu>{items}</Menu>}>
              <Button size="sm" variant="secondary" icon="bars" tooltip={link.tooltip}>
                {link.title}
              </Button>
            </Dropdown>
          );
        }
        const icon: IconName = link.type === 'dashboards' ? 'apps' : 'external-link-alt';
        return targets.map(({ title, url }) => (
          <LinkButton
            key={url}
            size="sm"
            variant="secondary"
            className={styles.target}
            href={url}
            target={target}
            icon={icon}
            tooltip={link.tooltip}
          >
            {title}
          </LinkButton>
        ));
      })}
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginBottom: theme.spacing(1) }),
  target: css({ '@media (pointer: coarse)': { minHeight: 44 } }),
});
