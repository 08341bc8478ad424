/** What a user does to the picture, whatever with; places are CSS pixels from the element's corner. */
export interface GestureHandlers {
  pan: (dx: number, dy: number) => void;
  zoom: (factor: number, x: number, y: number) => void;
  tap: (x: number, y: number, touch: boolean) => void;
  doubleTap: (x: number, y: number, touch: boolean) => void;
  longPress: (x: number, y: number) => void;
  /** Null when the pointer leaves. */
  hover: (place: { x: number; y: number } | null) => void;
  /** A drag or pinch began or ended. */
  moving: (active: boolean) => void;
}

/** Movement below this is a click, pixels. */
const SLOP_MOUSE = 4;
const SLOP_TOUCH = 10;
const LONG_PRESS_MS = 500;
const DOUBLE_TAP_MS = 320;

/** Listens to mouse, wheel, touch and pen on an element; returns what undoes that. */
export function listenToGestures(element: HTMLElement, on: GestureHandlers): () => void {
  const active = new Map<number, { x: number; y: number }>();
  let start: { x: number; y: number; touch: boolean } | null = null;
  let moved = false;
  let pressed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastTap = { at: 0, x: 0, y: 0 };

  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse' && event.button !== 0) {
      return;
    }
    const at = place(event);
    active.set(event.pointerId, at);
    element.setPointerCapture(event.pointerId);
    clearTimeout(timer);
    if (active.size > 1) {
      moved = true;
      return;
    }
    const touch = event.pointerType !== 'mouse';
    start = { ...at, touch };
    moved = pressed = false;
    if (touch) {
      timer = setTimeout(() => {
        pressed = true;
        on.longPress(at.x, at.y);
      }, LONG_PRESS_MS);
    }
  };
  const move = (event: PointerEvent): void => {
    const at = place(event);
    const before = active.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === 'mouse') {
        on.hover(at);
      }
      return;
    }
    if (active.size === 2) {
      pinch(event.pointerId, before, at);
      return;
    }
    if (
      !moved &&
      start !== null &&
      Math.hypot(at.x - start.x, at.y - start.y) > (start.touch ? SLOP_TOUCH : SLOP_MOUSE)
    ) {
      moved = true;
      clearTimeout(timer);
      on.moving(true);
      on.hover(null);
    }
    if (moved && !pressed) {
      // From where the finger went down, so that nothing is lost to the slop.
      on.pan(at.x - before.x, at.y - before.y);
      active.set(event.pointerId, at);
    }
  };
  const pinch = (id: number, before: { x: number; y: number }, at: { x: number; y: number }): void => {
    const other = [...active].find(([key]) => key !== id)?.[1];
    if (other === undefined) {
      return;
    }
    const old = Math.hypot(before.x - other.x, before.y - other.y);
    const now = Math.hypot(at.x - other.x, at.y - other.y);
    on.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
    on.zoom(now / Math.max(1, old), (at.x + other.x) / 2, (at.y + other.y) / 2);
    active.set(id, at);
  };
  const up = (event: PointerEvent): void => {
    clearTimeout(timer);
    const at = place(event);
    const known = active.delete(event.pointerId);
    if (active.size > 0) {
      return;
    }
    if (moved) {
      on.moving(false);
    } else if (known && !pressed && start !== null && event.type === 'pointerup') {
      const twice = event.timeStamp - lastTap.at < DOUBLE_TAP_MS && Math.hypot(at.x - lastTap.x, at.y - lastTap.y) < 20;
      lastTap = { at: twice ? 0 : event.timeStamp, ...at };
      (twice ? on.doubleTap : on.tap)(at.x, at.y, start.touch);
    }
    start = null;
    moved = pressed = false;
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { x, y } = place(event);
    // Lines and pages, as some mice report, in pixels.
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    if (event.shiftKey && !event.ctrlKey) {
      on.pan(-(event.deltaX || event.deltaY) * unit, 0);
      return;
    }
    on.zoom(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * unit)) * (event.ctrlKey ? 0.01 : 0.0018)), x, y);
  };
  const leave = (): void => on.hover(null);
  const menu = (event: Event): void => {
    // A long press on a phone would open the browser's menu over the details.
    if (start?.touch === true || pressed) {
      event.preventDefault();
    }
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('contextmenu', menu);
  return () => {
    clearTimeout(timer);
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('contextmenu', menu);
  };
}
