import { type ScopedVars, type TimeRange, type TypedVariableModel } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';

const VARIABLE = /\$\w+|\[\[\w+?(?::\w+)?\]\]|\$\{\w+[^}]*\}/;
const EACH = /\$(\w+)|\[\[(\w+?)(?::\w+)?\]\]|\$\{(\w+)[^}]*\}/g;

/** Who knows the variables of what is on screen. */
export interface VariableSource {
  getVariables(): TypedVariableModel[];
  replace(target: string, scopedVars?: ScopedVars, format?: unknown): string;
}

let source: VariableSource | undefined;

/** Dashboards offer their variables while they are on screen; undefined takes them back. */
export function offerVariables(next: VariableSource | undefined) {
  source = next;
}

/** Without a dashboard only what the caller brings along can be filled in; everything else stays as it is written. */
function fillScoped(target: string, scopedVars: ScopedVars = {}): string {
  return target.replace(EACH, (whole: string, ...names: Array<string | undefined>) => {
    const name = names.slice(0, 3).find((one) => one !== undefined);
    const value = name === undefined ? undefined : scopedVars[name]?.value;
    return value === undefined || value === null || typeof value === 'object' ? whole : String(value);
  });
}

/** Variables of the dashboard on screen, for plugins that ask the template service instead of their props. */
export class HostTemplateSrv implements TemplateSrv {
  getVariables(): TypedVariableModel[] {
    return source?.getVariables() ?? [];
  }

  replace(target?: string, scopedVars?: ScopedVars, format?: unknown): string {
    if (target === undefined) {
      return '';
    }
    return source ? source.replace(target, scopedVars, format) : fillScoped(target, scopedVars);
  }

  containsTemplate(target?: string): boolean {
    return target !== undefined && VARIABLE.test(target);
  }

  updateTimeRange(_timeRange: TimeRange) {
    // Scenes reads the time range of the dashboard itself.
  }
}
