import { type SelectableValue } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';

/** The dashboard's variables as values to choose. */
export function variableOptions(): Array<SelectableValue<string>> {
  return getTemplateSrv()
    .getVariables()
    .filter(({ type }) => type !== 'datasource' && type !== 'adhoc')
    .map(({ name }) => ({ value: `$${name}`, label: `$${name}`, description: 'Variable of the dashboard' }));
}
