import { STATUS_STYLES } from '../../../shared/status.ts';
import { KINDS, KIND_LABELS, statusOf } from '../model/codes.ts';
import { worstLabel } from '../model/lanes.ts';
import type { TimelineStore } from '../view/store.ts';

/** The focused row (or the selected bar in it) in words, for screen readers. */
export function speakRow(store: TimelineStore): string {
  const { timeline } = store.data;
  const index = store.rows.lane[store.focusedLine];
  if (!timeline || index === undefined) {
    return '';
  }
  const lane = timeline.lanes.lanes[index]!;
  const { table } = timeline;
  const parts = [lane.group ? 'Group' : KIND_LABELS[KINDS[lane.kind] ?? 'span'], lane.label, worstLabel(lane)];
  if (lane.spans.length > 1) {
    parts.push(`${lane.spans.length} bars`);
  }
  if (lane.children.length > 0) {
    parts.push(store.isCollapsed(lane) ? 'collapsed' : 'expanded');
  }
  parts.push(`row ${store.focusedLine + 1} of ${store.rows.count}`);
  if (store.selected >= 0 && timeline.lanes.laneOf[store.selected] === index) {
    parts.push(
      `selected ${table.name[store.selected]}, ${STATUS_STYLES[statusOf(table.status[store.selected]!)].label}`
    );
  }
  return parts.filter((part) => part !== '').join(', ');
}
