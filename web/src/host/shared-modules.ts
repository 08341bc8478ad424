import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import i18next from 'i18next';
import lodash from 'lodash';
// eslint-disable-next-line no-restricted-imports -- not used here: plugins that import moment must get this very copy
import moment from 'moment';
import React from 'react';
import ReactDom from 'react-dom';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactRouter from 'react-router';
import * as rxjs from 'rxjs';
import * as rxjsOperators from 'rxjs/operators';
import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';

/** Packages whose value is one CommonJS object: importers get that object itself. */
const WHOLE: Record<string, unknown> = { react: React, 'react-dom': ReactDom, lodash, moment, i18next };

const NAMESPACES: Record<string, object> = {
  '@emotion/css': emotionCss,
  '@emotion/react': emotionReact,
  '@grafana/data': grafanaData,
  '@grafana/runtime': grafanaRuntime,
  '@grafana/ui': grafanaUi,
  'react/jsx-runtime': jsxRuntime,
  'react-router': reactRouter,
  rxjs,
  'rxjs/operators': rxjsOperators,
};

/**
 * Gives plugins this page's own copies of the packages their bundles leave out, as Grafana does: one React, one theme
 * context, one set of services for page and plugins. Packages Grafana shares but this page does not use (d3, jquery,
 * slate, …) are not offered: a plugin asking for one fails to load with the package's name in the message.
 */
export function shareModules() {
  const imports: Record<string, string> = {};
  const offer = (name: string, module: object) => {
    imports[name] = `package:${name}`;
    System.set(`package:${name}`, module);
  };
  for (const [name, value] of Object.entries(WHOLE)) {
    offer(name, { default: value, __useDefault: true });
  }
  for (const [name, namespace] of Object.entries(NAMESPACES)) {
    offer(name, { ...namespace });
  }
  System.addImportMap({ imports });
}
