import { sceneGraph, SceneObjectBase, type SceneComponentProps, type SceneObjectState } from '@grafana/scenes';
import { Dropdown, IconButton, Menu } from '@grafana/ui';
import { textUtil } from '@grafana/data';
import React from 'react';
import { type DashboardLink } from './model.ts';

interface State extends SceneObjectState {
  links: DashboardLink[];
}

/** A panel's own links, in its header; variables and time range in them are filled in. */
export class PanelLinks extends SceneObjectBase<State> {
  static Component = ({ model }: SceneComponentProps<PanelLinks>) => {
    const { links } = model.useState();
    const items = links.map(({ title, url, targetBlank }) => (
      <Menu.Item
        key={title}
        label={sceneGraph.interpolate(model, title)}
        url={textUtil.sanitizeUrl(sceneGraph.interpolate(model, url ?? ''))}
        target={targetBlank ? '_blank' : undefined}
      />
    ));
    return (
      <Dropdown overlay={<Menu>{items}</Menu>}>
        <IconButton name="external-link-alt" aria-label="Links of this panel" tooltip="Links" size="md" />
      </Dropdown>
    );
  };
}
