import { EventBusSrv } from '@grafana/data';
import {
  config,
  setAppEvents,
  setBackendSrv,
  setDataSourceSrv,
  setEchoSrv,
  setGrafanaLiveSrv,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import { initializeI18n } from 'grafana-internal/i18n/dist/esm/i18n.mjs';
import { setPanelDataErrorView } from 'grafana-internal/runtime/dist/esm/components/PanelDataErrorView.mjs';
import { setPluginPage } from 'grafana-internal/runtime/dist/esm/components/PluginPage.mjs';
import { loadNavigation } from '../page/navigation.ts';
import { PluginPageFrame } from '../page/PluginPageFrame.tsx';
import { HostBackendSrv } from './backend-srv.ts';
import { HostDataSourceSrv } from './data-source-srv.ts';
import { offerFieldConfig } from './field-config.ts';
import { offerIcons } from './icons.ts';
import { offerPluginImport } from './import-plugin.ts';
import { HostLiveSrv } from './live-srv.ts';
import { PanelDataError } from './PanelDataError.tsx';
import { runRequest } from './run-request.ts';
import { loadRights } from './session.ts';
import { shareModules } from './shared-modules.ts';
import { HostTemplateSrv } from './template-srv.ts';
import { offerTransformations } from './transformations.ts';

/** Fills every seam Grafana fills at its own start, so that plugins find what they expect. Call once, before rendering. */
export async function startHost() {
  const rights = loadRights();
  Object.assign(config, { taskmasterPage: true }); // plugins may ask whether this is Grafana
  await initializeI18n({ language: 'en-US', ns: ['grafana', 'grafana-ui', 'grafana-scenes'] });
  setAppEvents(new EventBusSrv());
  setBackendSrv(new HostBackendSrv());
  setTemplateSrv(new HostTemplateSrv());
  setRunRequest(runRequest);
  setGrafanaLiveSrv(new HostLiveSrv());
  setEchoSrv({ flush: () => {}, addBackend: () => {}, addEvent: () => {}, onInteraction: () => () => {} }); // no usage is reported from this page
  offerIcons();
  offerFieldConfig();
  offerTransformations();
  setPanelDataErrorView(PanelDataError);
  setPluginPage(PluginPageFrame);
  setDataSourceSrv(new HostDataSourceSrv());
  shareModules();
  offerPluginImport();
  await rights; // plugins read who the user is while they load
  void loadNavigation();
}
