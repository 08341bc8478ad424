import { useEffect, useRef } from 'react';
import { belongsTo, findSpan, taskOf } from '../model/task-of.ts';
import type { TimelineStore } from '../view/store.ts';
import { useStoreRevision } from './use-store.ts';

/** Told what the user selected: the span's id, and the id of the task it belongs to; null for nothing. */
export type OnSelect = (id: string | null, taskSpanId: string | null) => void;

/**
 * Keeps the selection in step with whoever shows the view beside others. Each new `selectedId` is followed once (as soon as
 * its span is in the data), so that live data never move anything; `undefined` leaves the selection to the user alone.
 */
export function useOuterSelection(
  store: TimelineStore,
  selectedId: string | null | undefined,
  onSelect: OnSelect | undefined
): void {
  const revision = useStoreRevision(store);
  const followed = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    store.listenToSelection((span) => {
      const { timeline } = store.data;
      const id = timeline?.table.id[span] ?? null;
      const task = timeline === undefined || id === null ? -1 : taskOf(timeline, span);
      onSelect?.(id, timeline?.table.id[task] ?? null);
    });
  }, [store, onSelect]);
  useEffect(() => {
    const { timeline } = store.data;
    if (selectedId === undefined || selectedId === followed.current || timeline === undefined) {
      return;
    }
    const now = store.selected;
    const already = selectedId !== null && now >= 0 && belongsTo(timeline, now, selectedId);
    const wanted = selectedId === null ? -1 : findSpan(timeline, selectedId);
    if (already || selectedId === null || wanted >= 0) {
      followed.current = selectedId;
    }
    if (!already && wanted !== now) {
      store.mark(wanted);
    }
  }, [store, selectedId, revision]);
}
