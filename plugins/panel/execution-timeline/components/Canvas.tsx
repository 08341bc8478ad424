import React, { useEffect, useId, useRef } from 'react';
import { DataHoverClearEvent, DataHoverEvent, type EventBus } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Ink } from '../draw/ink.ts';
import { listenToPointers } from '../view/gestures.ts';
import { handleKey } from '../view/keys.ts';
import { Painter } from '../view/painter.ts';
import type { TimelineStore } from '../view/store.ts';
import { speakRow } from './speak.ts';
import { getStyles } from './styles.ts';
import { useMedia } from './use-media.ts';
import { useStoreRevision } from './use-store.ts';

interface Props {
  store: TimelineStore;
  ink: Ink;
  label: string;
  eventBus?: EventBus;
  onRange: (from: number, to: number) => void;
}

/** The drawn timeline: two canvases and the listeners on them. One element whatever the number of bars. */
export function Canvas({ store, ink, label, eventBus, onRange }: Props) {
  const styles = useStyles2(getStyles);
  const plot = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter>(null);
  const range = useRef(onRange);
  const reduced = useMedia('(prefers-reduced-motion: reduce)');
  const hint = useId();
  useStoreRevision(store);

  useEffect(() => {
    range.current = onRange;
  }, [onRange]);

  useEffect(() => {
    if (!plot.current || !base.current || !overlay.current) {
      return undefined;
    }
    const made = new Painter(store, base.current, overlay.current, ink, reduced);
    painter.current = made;
    const element = plot.current;
    const observer = new ResizeObserver(() => store.setSize(element.clientWidth, element.clientHeight));
    observer.observe(element);
    store.setSize(element.clientWidth, element.clientHeight);
    const unsubscribe = store.subscribe((change) => made.request(change === 'hover' ? 'overlay' : 'all'));
    const unlisten = listenToPointers(element, store, { onRange: (from, to) => range.current(from, to) });
    made.request('all');
    return () => {
      painter.current = null;
      observer.disconnect();
      unsubscribe();
      unlisten();
      made.stop();
    };
    // The painter takes a new ink below: it need not be made anew for it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, reduced]);

  useEffect(() => painter.current?.setInk(ink), [ink]);

  useEffect(() => shareCrosshair(store, eventBus), [store, eventBus]);

  const rowsFit = store.maxScroll === 0;
  return (
    <div
      ref={plot}
      className={styles.plot}
      // Where all rows fit, a finger moving up or down scrolls the dashboard.
      style={{ touchAction: rowsFit && !store.isZoomed ? 'pan-y' : 'none' }}
      role="application"
      aria-roledescription="timeline"
      aria-label={label}
      aria-describedby={hint}
      // The keys below act on it.
      tabIndex={0}
      onKeyDown={(event) => {
        const modifiers = { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
        if (!event.altKey && handleKey(store, event.key, modifiers)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
    >
      <canvas ref={base} className={styles.canvas} aria-hidden />
      <canvas ref={overlay} className={styles.canvas} aria-hidden />
      <div id={hint} className={styles.hidden}>
        Arrow up and down move between rows, left and right in time, shift with left and right between bars. Plus and
        minus zoom, 0 shows everything, space opens and closes a row, enter shows details, escape goes back. The table
        button shows the same as text.
      </div>
      <div className={styles.hidden} aria-live="polite">
        {speakRow(store)}
      </div>
    </div>
  );
}

/** Sends where the pointer is to the other panels and shows where theirs is. */
function shareCrosshair(store: TimelineStore, eventBus: EventBus | undefined): (() => void) | undefined {
  if (!eventBus) {
    return undefined;
  }
  let sent = false;
  const unsubscribe = store.subscribe((change) => {
    if (change !== 'hover') {
      return;
    }
    if (store.hover) {
      sent = true;
      eventBus.publish(new DataHoverEvent({ point: { time: store.hover.time } }));
    } else if (sent) {
      sent = false;
      eventBus.publish(new DataHoverClearEvent());
    }
  });
  const show = (time: number | undefined) => {
    if (store.crosshair !== time) {
      store.crosshair = time;
      if (!store.hover) {
        store.notify('hover');
      }
    }
  };
  const hovers = eventBus.getStream(DataHoverEvent).subscribe((event) => {
    // Our own come back to us: the pointer says more.
    show(sent ? undefined : (event.payload.point?.time ?? undefined));
  });
  const clears = eventBus.getStream(DataHoverClearEvent).subscribe(() => show(undefined));
  return () => {
    unsubscribe();
    hovers.unsubscribe();
    clears.unsubscribe();
  };
}
