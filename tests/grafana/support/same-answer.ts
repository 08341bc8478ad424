import { type Frame } from '#contract/frames.ts';

/**
 * What differs between a frame that came through Grafana and the service's own, asked before and after: what depends on the
 * moment (how long something has lasted) may lie between the two. Empty where they mean the same.
 */
export function differences(through: Frame, before: Frame, after: Frame): string[] {
  const list = schemaDifferences(through, before);
  through.data.values.forEach((column, at) => {
    const name = through.schema.fields[at]?.name ?? String(at);
    const [early, late] = [before.data.values[at] ?? [], after.data.values[at] ?? []];
    if (column.length !== early.length && column.length !== late.length) {
      list.push(`${name}: ${column.length} rows instead of ${early.length}`);
      return;
    }
    column.forEach((value, row) => {
      if (!fits(value, early[row], late[row])) {
        list.push(`${name}, row ${row}: ${text(value)} instead of ${text(early[row])}`);
      }
    });
  });
  return list;
}

function schemaDifferences(through: Frame, own: Frame): string[] {
  const said = (frame: Frame) => {
    const { typeVersion, ...meta } = frame.schema.meta ?? {};
    const version = typeVersion && typeVersion.some((part) => part > 0) ? { typeVersion } : {}; // the SDK writes 0.0 for none
    const entities = (frame.data.entities ?? []).map((one) => JSON.stringify(one ?? null));
    return {
      name: frame.schema.name,
      meta: { ...meta, ...version },
      entities: entities.some((one) => one !== 'null') ? entities : [],
      fields: frame.schema.fields.map(({ name, type, typeInfo, labels, config }) => ({
        name,
        type,
        frame: typeInfo.frame,
        nullable: typeInfo.nullable ?? false,
        labels: labels ?? {},
        config: config ?? {},
      })),
    };
  };
  return text(said(through)) === text(said(own))
    ? []
    : [`schema: ${text(said(through))} instead of ${text(said(own))}`];
}

/** Whether a value is one of two, or lies between them; inside of lists and objects as well. */
function fits(value: unknown, early: unknown, late: unknown): boolean {
  if (text(value) === text(early) || text(value) === text(late)) {
    return true;
  }
  if (typeof value === 'number' && typeof early === 'number' && typeof late === 'number') {
    return value >= Math.min(early, late) && value <= Math.max(early, late);
  }
  if (!isObject(value) || !isObject(early) || !isObject(late)) {
    return false;
  }
  const keys = Object.keys(value);
  return keys.length === Object.keys(early).length && keys.every((key) => fits(value[key], early[key], late[key]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** JSON with sorted keys: their order means nothing. */
function text(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part
  );
}
