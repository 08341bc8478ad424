import type { TimelineStore } from './store.ts';

/** Acts on a key press. Returns whether the key was one of the timeline's. */
export function handleKey(store: TimelineStore, key: string, modifiers: { shift: boolean; ctrl: boolean }): boolean {
  const line = store.focusedLine;
  const page = Math.max(1, Math.floor(store.layout.plotHeight / store.layout.row) - 1);
  const lane = store.rows.lane[line];
  const lanes = store.data.timeline?.lanes.lanes;
  switch (key) {
    case 'ArrowDown':
      store.focusLine(line + 1);
      return true;
    case 'ArrowUp':
      store.focusLine(line < 0 ? 0 : line - 1);
      return true;
    case 'PageDown':
      store.focusLine(line + page);
      return true;
    case 'PageUp':
      store.focusLine(line - page);
      return true;
    case 'ArrowRight':
    case 'ArrowLeft': {
      const way = key === 'ArrowRight' ? 1 : -1;
      if (modifiers.shift) {
        step(store, way);
      } else {
        store.panBy(way * 0.1);
      }
      return true;
    }
    case '+':
    case '=':
      store.zoomBy(1 / 1.4);
      return true;
    case '-':
    case '_':
      store.zoomBy(1.4);
      return true;
    case '0':
      store.setViewport(undefined);
      return true;
    case 'Home':
    case 'End':
      if (modifiers.ctrl) {
        store.focusLine(key === 'Home' ? 0 : store.rows.count - 1);
      } else {
        toEdge(store, key === 'Home');
      }
      return true;
    case ' ':
      if (lane !== undefined) {
        store.toggle(lane);
      }
      return true;
    case 'Enter': {
      const row = lane === undefined ? undefined : lanes?.[lane];
      const known = row && (row.spans.includes(store.selected) || row.marks.includes(store.selected));
      if (known && !store.detailed) {
        store.select(store.selected);
      } else if (row && !known) {
        store.select(row.tracks?.[store.rows.track[line]!]?.order[0] ?? row.marks[0] ?? -1);
      } else if (row && row.spans.length + row.marks.length === 0) {
        store.toggle(lane!);
      }
      return true;
    }
    case 'Escape':
      return escape(store);
    default:
      return false;
  }
}

function escape(store: TimelineStore): boolean {
  if (store.drag) {
    store.drag = undefined;
    store.notify('hover');
  } else if (store.selected >= 0) {
    store.select(-1);
  } else if (store.highlight !== undefined) {
    store.highlight = undefined;
    store.notify('view');
  } else if (store.isZoomed) {
    store.setViewport(undefined);
  } else {
    return false;
  }
  return true;
}

/** Selects the next or previous bar of the focused row. */
function step(store: TimelineStore, way: 1 | -1): void {
  const { timeline } = store.data;
  const lane = store.rows.lane[store.focusedLine];
  if (!timeline || lane === undefined) {
    return;
  }
  const { start } = timeline.table;
  const row = timeline.lanes.lanes[lane]!;
  const all = [...row.spans, ...row.marks].sort((a, b) => start[a]! - start[b]! || a - b);
  const at = all.indexOf(store.selected);
  const next = at < 0 ? (way > 0 ? all[0] : all[all.length - 1]) : all[at + way];
  if (next !== undefined) {
    store.reveal(next);
  }
}

function toEdge(store: TimelineStore, first: boolean): void {
  const view = store.viewport();
  const whole = store.time.whole();
  const length = view.to - view.from;
  store.setViewport(first ? { from: whole.from, to: whole.from + length } : { from: whole.to - length, to: whole.to });
}
