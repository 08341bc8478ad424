/** What runs inside the page and watches it; times are `performance.now()` milliseconds. */

export interface Probe {
  /** When the last large answer had been read as text. */
  dataAt: number;
  /** Tasks of the main thread that lasted over 50 ms. */
  long: Array<{ start: number; duration: number }>;
  /** Collects frames while `recording`. */
  frames: Array<{ interval: number; work: number }>;
  recording: boolean;
}

declare global {
  interface Window {
    __probe: Probe;
  }
}

/** Installed before the page's own scripts. */
export function installProbe(): void {
  const probe: Probe = { dataAt: 0, long: [], frames: [], recording: false };
  window.__probe = probe;
  const read = Response.prototype.text;
  Response.prototype.text = async function text(this: Response) {
    const said = await read.call(this);
    if (this.url.includes('/api/v1/query') && said.length > 20_000) {
      probe.dataAt = performance.now();
    }
    return said;
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      probe.long.push({ start: startTime, duration });
    }
  }).observe({ entryTypes: ['longtask'] });

  const channel = new MessageChannel();
  let began = 0;
  let last = 0;
  let interval = 0;
  // The message arrives once the frame's own work (callbacks, style, layout, paint) is done.
  channel.port1.onmessage = () => {
    if (probe.recording && interval > 0) {
      probe.frames.push({ interval, work: performance.now() - began });
    }
  };
  const tick = (now: number) => {
    began = performance.now();
    interval = last > 0 ? now - last : 0;
    last = now;
    channel.port2.postMessage(0);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
