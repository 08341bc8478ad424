import { pan, zoom, type Viewport } from '../model/viewport.ts';
import type { TimelineStore } from './store.ts';

export interface GestureTargets {
  /** A range of epoch ms was dragged. */
  onRange: (from: number, to: number) => void;
}

type Mode = 'press' | 'range' | 'pan' | 'pinch' | 'window' | 'window-from' | 'window-to' | 'brush' | 'scrollbar';

interface Point {
  x: number;
  y: number;
}

/** px a pointer may wander and still be a click. */
const STILL = 4;

/** Mouse, pen and touch on the canvas. Returns a function that takes the listeners off again. */
export function listenToPointers(element: HTMLElement, store: TimelineStore, targets: GestureTargets): () => void {
  const pointers = new Map<number, Point>();
  let mode: Mode | undefined;
  let start: Point = { x: 0, y: 0 };
  let startView: Viewport = { from: 0, to: 1 };
  let startScroll = 0;
  let startSpread = 1;
  let panning = false;

  const at = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const plotX = (x: number) => Math.max(0, Math.min(store.layout.plotWidth, x - store.layout.gutter));
  const middle = (): { x: number; y: number; spread: number } => {
    const [a, b] = [...pointers.values()];
    return { x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2, spread: Math.max(10, Math.hypot(a!.x - b!.x, a!.y - b!.y)) };
  };
  /** Time at a place in the overview, drawn ms. */
  const overviewAt = (x: number) => {
    const whole = store.time.reach();
    return whole.from + (plotX(x) / store.layout.plotWidth) * (whole.to - whole.from);
  };

  const onDown = (event: PointerEvent) => {
    if (event.button === 2) {
      return;
    }
    const point = at(event);
    pointers.set(event.pointerId, point);
    element.setPointerCapture(event.pointerId);
    start = point;
    startView = store.viewport();
    startScroll = store.scroll;
    panning = event.pointerType === 'touch' || event.shiftKey || event.button === 1 || store.tool === 'pan';
    if (pointers.size === 2) {
      mode = 'pinch';
      const { x, y, spread } = middle();
      start = { x, y };
      startSpread = spread;
    } else if (pointers.size === 1) {
      mode = modeAt(point, event.pointerType === 'touch' ? 22 : 8);
    }
    if (event.button === 1) {
      event.preventDefault();
    }
    store.setHover(undefined);
  };

  const modeAt = (point: Point, slack: number): Mode => {
    const { layout } = store;
    if (point.y < layout.overview && point.x >= layout.gutter) {
      const whole = store.time.reach();
      const share = layout.plotWidth / (whole.to - whole.from);
      const from = (startView.from - whole.from) * share + layout.gutter;
      const to = (startView.to - whole.from) * share + layout.gutter;
      if (!store.isZoomed) {
        return 'brush';
      }
      if (Math.abs(point.x - from) <= slack) {
        return 'window-from';
      }
      if (Math.abs(point.x - to) <= slack) {
        return 'window-to';
      }
      return point.x > from && point.x < to ? 'window' : 'brush';
    }
    return point.x > layout.width - 12 && point.y > layout.top && store.maxScroll > 0 ? 'scrollbar' : 'press';
  };

  const onMove = (event: PointerEvent) => {
    const point = at(event);
    if (!pointers.has(event.pointerId)) {
      hoverAt(point);
      return;
    }
    pointers.set(event.pointerId, point);
    if (mode === 'press' && Math.hypot(point.x - start.x, point.y - start.y) > STILL) {
      mode = panning || start.x < store.layout.gutter ? 'pan' : 'range';
    }
    if (mode !== undefined && mode !== 'press') {
      drag(mode, point);
    }
  };

  const drag = (how: Mode, point: Point) => {
    const { layout } = store;
    const length = startView.to - startView.from;
    const whole = store.time.reach();
    switch (how) {
      case 'range':
        store.drag = { from: plotX(start.x), to: plotX(point.x) };
        store.notify('hover');
        break;
      case 'pan':
        store.scrollTo(startScroll + start.y - point.y);
        if (start.x >= layout.gutter && point.x !== start.x) {
          store.setViewport(pan(startView, (start.x - point.x) / layout.plotWidth, whole));
        } else {
          store.notify('draw');
        }
        break;
      case 'pinch': {
        const now = middle();
        const anchor = (start.x - layout.gutter) / layout.plotWidth;
        const zoomed = zoom(startView, startSpread / now.spread, anchor, whole);
        store.scrollTo(startScroll + start.y - now.y);
        store.setViewport(pan(zoomed, (start.x - now.x) / layout.plotWidth, whole));
        break;
      }
      case 'window':
        store.setViewport(
          pan(startView, ((point.x - start.x) / layout.plotWidth) * ((whole.to - whole.from) / length), whole)
        );
        break;
      case 'scrollbar':
        store.scrollTo(startScroll + ((point.y - start.y) / layout.plotHeight) * store.rows.count * layout.row);
        store.notify('draw');
        break;
      default: {
        const fixed = how === 'window-from' ? startView.to : how === 'window-to' ? startView.from : overviewAt(start.x);
        const moved = overviewAt(point.x);
        if (Math.abs(moved - fixed) > 0) {
          store.setViewport({ from: Math.min(fixed, moved), to: Math.max(fixed, moved) });
        }
      }
    }
  };

  const onUp = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) {
      return;
    }
    const done = mode;
    if (pointers.size === 1) {
      // One finger left of a pinch goes on panning from where it is.
      mode = 'pan';
      start = [...pointers.values()][0]!;
      startView = store.viewport();
      startScroll = store.scroll;
      panning = true;
      return;
    }
    mode = undefined;
    if (done === 'range' && store.drag) {
      const { from, to } = store.drag;
      store.drag = undefined;
      const view = store.projection();
      if (event.type === 'pointerup' && Math.abs(to - from) > STILL) {
        targets.onRange(view.toTime(Math.min(from, to)), view.toTime(Math.max(from, to)));
      }
      store.notify('hover');
    } else if (done === 'brush' && Math.abs(at(event).x - start.x) <= STILL) {
      centreOn(overviewAt(start.x));
    } else if (done === 'press' && event.type === 'pointerup') {
      click(at(event), event.pointerType === 'touch' ? 22 : 3);
    }
  };

  const centreOn = (time: number) => {
    const length = startView.to - startView.from;
    store.setViewport(pan({ from: time - length / 2, to: time + length / 2 }, 0, store.time.reach()));
  };

  const click = (point: Point, slack: number) => {
    const hit = store.hitAt(point.x, point.y, slack);
    if (!hit) {
      store.select(-1);
      return;
    }
    const lane = store.data.timeline!.lanes.lanes[hit.lane]!;
    if (point.x < store.layout.gutter) {
      store.focusLine(hit.line);
      if (lane.children.length > 0) {
        store.toggle(hit.lane);
      } else {
        store.select(lane.spans[0] ?? lane.marks[0] ?? -1);
      }
      return;
    }
    store.select(hit.span);
  };

  const hoverAt = (point: Point) => {
    const { layout } = store;
    if (point.x < layout.gutter || point.y < layout.overview) {
      const hit = point.y >= layout.top ? store.hitAt(point.x, point.y, 0) : undefined;
      element.style.cursor = hit || point.y < layout.overview ? 'pointer' : 'default';
      store.setHover(undefined);
      return;
    }
    const hit = store.hitAt(point.x, point.y, 3);
    element.style.cursor = hit && hit.span >= 0 ? 'pointer' : store.tool === 'pan' ? 'grab' : 'crosshair';
    store.setHover({ hit, x: point.x, y: point.y, time: store.projection().toTime(point.x - layout.gutter) });
  };

  const onLeave = () => {
    if (pointers.size === 0) {
      store.setHover(undefined);
    }
  };

  const onDouble = (event: MouseEvent) => {
    const point = at(event);
    const hit = point.x >= store.layout.gutter ? store.hitAt(point.x, point.y, 3) : undefined;
    const table = store.data.timeline?.table;
    if (hit && hit.span >= 0 && table) {
      store.zoomToTimes(table.start[hit.span]!, Math.min(table.end[hit.span]!, store.now()));
    } else if (point.x >= store.layout.gutter) {
      store.setViewport(undefined);
    }
  };

  const onWheel = (event: WheelEvent) => {
    const point = at(event);
    const { layout } = store;
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? layout.plotHeight : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    const overTime = point.x >= layout.gutter && point.y < layout.top;
    if (event.ctrlKey || event.metaKey || overTime) {
      event.preventDefault();
      store.zoomBy(Math.exp(Math.max(-1, Math.min(1, dy * 0.004))), plotX(point.x));
    } else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) {
      event.preventDefault();
      store.panBy((event.shiftKey && dx === 0 ? dy : dx) / layout.plotWidth);
    } else if (dy < 0 ? store.scroll > 0 : store.scroll < store.maxScroll) {
      // At either end the wheel belongs to the dashboard again.
      event.preventDefault();
      store.scrollTo(store.scroll + dy);
      store.notify('draw');
    }
  };

  const listeners: Array<[string, EventListener, AddEventListenerOptions?]> = [
    ['pointerdown', onDown as EventListener],
    ['pointermove', onMove as EventListener],
    ['pointerup', onUp as EventListener],
    ['pointercancel', onUp as EventListener],
    ['pointerleave', onLeave],
    ['dblclick', onDouble as EventListener],
    ['wheel', onWheel as EventListener, { passive: false }],
  ];
  for (const [name, listener, options] of listeners) {
    element.addEventListener(name, listener, options);
  }
  return () => {
    for (const [name, listener] of listeners) {
      element.removeEventListener(name, listener);
    }
  };
}
