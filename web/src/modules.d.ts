/* eslint-disable @typescript-eslint/consistent-type-imports -- an import statement would turn this global file into a module */
// What Grafana's own start-up sets in @grafana/runtime. Not in the package's exports map, so named here;
// vite.config.ts resolves `grafana-internal/…` into the package. No import at the top: this must stay a global file.

declare module 'grafana-internal/runtime/dist/esm/components/PanelDataErrorView.mjs' {
  type Props = import('@grafana/runtime').PanelDataErrorViewProps;
  export function setPanelDataErrorView(view: React.ComponentType<Props>): void;
}

declare module 'grafana-internal/runtime/dist/esm/components/PluginPage.mjs' {
  type Props = import('@grafana/runtime').PluginPageProps;
  export function setPluginPage(page: React.ComponentType<Props>): void;
}

declare module 'grafana-internal/runtime/dist/esm/services/dataSource/settings.mjs' {
  type Settings = import('@grafana/data').DataSourceInstanceSettings;
  export function initDataSourceInstanceSettings(settings: Record<string, Settings>, defaultName: string): void;
}

declare module 'grafana-internal/i18n/dist/esm/i18n.mjs' {
  export function initializeI18n(options: { language?: string; ns?: string[] }): Promise<{ language?: string }>;
}

declare module 'react-custom-scrollbars-2/lib/index.js' {
  export const Scrollbars: React.ComponentType<Record<string, unknown>>;
}

declare module 'systemjs/dist/system.js';
declare module 'systemjs/dist/extras/amd.js';

declare module 'virtual:icons' {
  /** SVG texts by name; see vite.config.ts. */
  const icons: Record<string, string>;
  export default icons;
}
