import type { DashboardJson, PanelJson } from './model.ts';

/** Kinds of variables this page has controls for; see `toVariable`. */
export const VARIABLE_KINDS = new Set(['query', 'custom', 'datasource', 'textbox', 'constant', 'interval']);

const NAMED = /\$\{(\w+)[^}]*\}|\[\[(\w+)(?::\w+)?\]\]|\$([A-Za-z_]\w*)/g;
/** Grafana's own: `__from`, `__field.name` …, and the two macros older dashboards use. */
const isBuiltIn = (name: string) => name.startsWith('__') || name === 'timeFilter' || name === 'interval';

function namesIn(value: unknown): string[] {
  return [...JSON.stringify(value ?? null).matchAll(NAMED)].flatMap(([, a, b, c]) => a ?? b ?? c ?? []);
}

const used = ({ targets, title, datasource, repeat }: PanelJson) => [
  ...namesIn([targets, title, datasource]),
  ...(repeat ? [repeat] : []),
];

function sentence(what: string, names: string[], rest: string): string[] {
  const list = names.map((name) => `“${name}”`).join(', ');
  return names.length === 0 ? [] : [`${what} ${list}${rest}`];
}

/** What of a dashboard's variables cannot work, each in a sentence: unknown kinds, names nobody declares, stray ones in the address. */
export function variableProblems(dashboard: DashboardJson, search: string): string[] {
  const declared = dashboard.templating?.list ?? [];
  const names = new Set(declared.map(({ name }) => name));
  const panels = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const missing = [...new Set(panels.flatMap(used))].filter((name) => !names.has(name) && !isBuiltIn(name));
  const strangers = [...new URLSearchParams(search).keys()]
    .filter((key) => key.startsWith('var-'))
    .map((key) => key.slice('var-'.length));
  const kinds = declared.filter(({ type }) => !VARIABLE_KINDS.has(type)).map(({ name, type }) => `${name} (${type})`);
  return [
    ...sentence('Of a kind this page has no control for:', kinds, '. Panels are shown without it.'),
    ...sentence('Panels use a variable this dashboard does not have:', missing, '. They ask for it as it is written.'),
    ...sentence(
      'The address sets a variable this dashboard does not have:',
      [...new Set(strangers)].filter((name) => !names.has(name)),
      '. It is ignored.'
    ),
  ];
}
