import { type GridPosition, type PanelJson } from './model.ts';

/** A value a panel or row is repeated for: what the variable means inside it. */
export interface Scope {
  name: string;
  value: string;
  text: string;
}

export interface PlacedPanel extends GridPosition {
  key: string;
  json: PanelJson;
  scope?: Scope;
}

/** Panels up to the next row, with the row above them where there is one. Positions are cells of the whole grid. */
export interface Section {
  row?: { key: string; json: PanelJson; y: number; scope?: Scope };
  panels: PlacedPanel[];
}

/** Values of a variable to repeat for; undefined where the dashboard has no such variable. */
export type ChoicesOf = (variable: string) => Array<Omit<Scope, 'name'>> | undefined;

/** Size of a panel that states none, in grid cells: as in Grafana. */
const DEFAULT: GridPosition = { x: 0, y: 0, w: 12, h: 8 };
const COLUMNS = 24;
/** Repeated panels beside each other, where the panel does not say how many: as in Grafana. */
const MOST_PER_ROW = 4;

/** A row of the file and what belongs to it. */
interface Part {
  row?: PanelJson;
  panels: PanelJson[];
}

function partsOf(panels: PanelJson[]): Part[] {
  const parts: Part[] = [{ panels: [] }];
  for (const json of panels) {
    if (json.type === 'row') {
      parts.push({ row: json, panels: [...(json.panels ?? [])] });
    } else {
      parts.at(-1)!.panels.push(json);
    }
  }
  return parts;
}

/** `repeat` names no variable of this dashboard: shown once, as it is. */
function scopesOf(json: PanelJson | undefined, choicesOf: ChoicesOf): Array<Scope | undefined> {
  const name = json?.repeat;
  const choices = name ? choicesOf(name) : undefined;
  return name && choices ? choices.map((choice) => ({ name, ...choice })) : [undefined];
}

function clones(json: PanelJson, at: GridPosition, scopes: Array<Scope | undefined>, key: string): PlacedPanel[] {
  if (json.repeat === undefined || scopes[0] === undefined) {
    return scopes.length > 0 ? [{ ...at, key, json }] : [];
  }
  const vertical = json.repeatDirection === 'v';
  const perRow = vertical ? 1 : Math.min(scopes.length, json.maxPerRow ?? MOST_PER_ROW);
  const w = vertical ? at.w : Math.floor(COLUMNS / perRow);
  return scopes.map((scope, index) => ({
    key: index === 0 ? key : `${key}-clone-${index}`,
    json,
    scope,
    x: vertical ? at.x : (index % perRow) * w,
    y: at.y + Math.floor(index / perRow) * at.h,
    w,
    h: at.h,
  }));
}

/** Panels of one part below `top`; a panel that takes more room by being repeated pushes down what stands below it. */
function place(part: Part, top: number, choicesOf: ChoicesOf, prefix: string): PlacedPanel[] {
  const first = Math.min(...part.panels.map((json) => json.gridPos?.y ?? 0));
  let below = 0;
  const wanted = part.panels.map((json, index) => {
    const at = { ...DEFAULT, ...json.gridPos, y: json.gridPos?.y === undefined ? below : json.gridPos.y - first };
    below = Math.max(below, at.y + at.h);
    return { json, at, key: `${prefix}panel-${json.id ?? `no-id-${index}`}` };
  });
  let pushed = 0;
  return wanted
    .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x)
    .flatMap(({ json, at, key }) => {
      const here = clones(json, { ...at, y: top + at.y + pushed }, scopesOf(json, choicesOf), key);
      const bottom = Math.max(...here.map(({ y, h }) => y + h), 0);
      pushed += Math.max(0, bottom - (top + at.y + pushed + at.h));
      return here;
    });
}

/**
 * Rows and panels of a dashboard with everything repeated that is to be, where each stands. Panels of a collapsed row
 * and of an open one are the same here.
 */
export function sectionsOf(panels: PanelJson[], choicesOf: ChoicesOf): Section[] {
  let top = 0;
  return partsOf(panels).flatMap((part, number) =>
    scopesOf(part.row, choicesOf).flatMap((scope, index): Section[] => {
      const prefix = scope && index > 0 ? `row-${number}-clone-${index}-` : '';
      const row = part.row && { key: `${prefix}row-${part.row.id ?? number}`, json: part.row, y: top, scope };
      const placed = place(part, top + (row ? 1 : 0), choicesOf, prefix);
      if (!row && placed.length === 0) {
        return [];
      }
      top = Math.max(top + (row ? 1 : 0), ...placed.map(({ y, h }) => y + h));
      return [{ row, panels: placed }];
    })
  );
}

/** Variables that something is repeated for. */
export function repeatedBy(panels: PanelJson[]): string[] {
  const all = panels.flatMap((json) => [json, ...(json.panels ?? [])]);
  return [...new Set(all.flatMap(({ repeat }) => (repeat ? [repeat] : [])))];
}
