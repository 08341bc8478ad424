/** Ids of the spans a `references` cell names: span links of a trace, without what is the span's parent anyhow. */
export function referencedSpans(cell: unknown, parentId: string): string[] {
  return listOf(cell).flatMap((one) => {
    if (one === null || typeof one !== 'object') {
      return [];
    }
    const { spanID, spanId, refType } = one as Record<string, unknown>;
    const id = spanID ?? spanId;
    return typeof id === 'string' && id !== '' && id !== parentId && refType !== 'CHILD_OF' ? [id] : [];
  });
}

/** A list, also where it came as JSON text; anything else is none. */
function listOf(cell: unknown): unknown[] {
  let list = cell;
  if (typeof list === 'string' && list.includes('[')) {
    try {
      list = JSON.parse(list) as unknown;
    } catch {
      return []; // text of some other kind: it links nothing
    }
  }
  return Array.isArray(list) ? list : [];
}
