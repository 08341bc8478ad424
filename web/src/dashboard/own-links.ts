import { type DataLink } from '@grafana/data';
import { type DashboardJson, type PanelJson } from './model.ts';

/** Explore is Grafana's: here its addresses lead nowhere. */
const leadsOn = ({ url }: { url?: string }) => !/^\/explore(?:[/?#]|$)/.test(url ?? '');

function ownPanel(panel: PanelJson): PanelJson {
  const { links, fieldConfig, panels } = panel;
  return {
    ...panel,
    ...(links && { links: links.filter(leadsOn) }),
    ...(fieldConfig && { fieldConfig: ownFields(fieldConfig) }),
    ...(panels && { panels: panels.map(ownPanel) }),
  };
}

function ownFields(config: NonNullable<PanelJson['fieldConfig']>): NonNullable<PanelJson['fieldConfig']> {
  const { defaults, overrides } = config;
  return {
    ...config,
    defaults: defaults?.links ? { ...defaults, links: defaults.links.filter(leadsOn) } : defaults,
    overrides: (overrides ?? []).map((override) => ({
      ...override,
      properties: override.properties.map((one) =>
        one.id === 'links' && Array.isArray(one.value)
          ? { ...one, value: (one.value as DataLink[]).filter(leadsOn) }
          : one
      ),
    })),
  };
}

/** The dashboard without its links into Explore; those to dashboards, pages and elsewhere stay. */
export function withOwnLinks(dashboard: DashboardJson): DashboardJson {
  const { links, panels } = dashboard;
  return { ...dashboard, ...(links && { links: links.filter(leadsOn) }), panels: panels.map(ownPanel) };
}
