import { type Browser, type Page } from 'playwright-core';
import { installProbe } from '../../bench/panels/probe.ts';
import { quantile } from '../../bench/result.ts';
import { GRAFANA_URL } from '../support/grafana.ts';

declare global {
  interface Window {
    /** When TestData handed its frames on, `performance.now()` ms. */
    __framesAt: number;
  }
}

export interface Subject {
  /** A function's text, true once the whole picture is there. */
  drawn: string;
  /** What is pointed at. */
  target: string;
  gesture: 'drag' | 'wheel';
  /** A function's text: what the picture shows, for the table. */
  shows: string;
}

export interface Figures {
  pictureMs: number;
  /** p95 of the time between frames, and of the main thread's work for one, ms. */
  intervalMs: number;
  workMs: number;
  shows: string;
}

/** TestData waits this long before it hands frames on, whatever they are. */
const TESTDATA_DELAY_MS = 100;
const TIMEOUT_MS = 90_000;
const STEPS = 90;
/** How long a picture is watched for further changes. */
const SETTLE_MS = 1500;

/** TestData's raw frames come out of one large JSON text in the page: the moment it is read is where both clocks start. */
function installClock(delay: number): void {
  const parse = JSON.parse;
  JSON.parse = (text: string, ...more: []) => {
    const value: unknown = parse(text, ...more);
    // The first time counts: should Grafana ask twice, both sides pay for it.
    if (!window.__framesAt && typeof text === 'string' && text.length > 20_000 && text.startsWith('[{"schema"')) {
      window.__framesAt = performance.now() + delay;
    }
    return value;
  };
}

/**
 * Milliseconds from the frames to the last change of the picture: a canvas that is drawn in slices is only there when
 * nothing more is added to it. Pages without a canvas are there two frames after they say so.
 */
async function lastChange(settleMs: number): Promise<number> {
  const frame = async () => new Promise((done) => requestAnimationFrame(done));
  await frame(); // the frame it is drawn in …
  await frame(); // … is on screen when the next one begins
  let changed = performance.now();
  const canvas = document.querySelector<HTMLCanvasElement>('[role="application"] canvas');
  const small = new OffscreenCanvas(160, 100).getContext('2d', { willReadFrequently: true })!;
  let last = '';
  for (const end = performance.now() + settleMs; canvas && performance.now() < end; await frame()) {
    small.clearRect(0, 0, 160, 100);
    small.drawImage(canvas, 0, 0, 160, 100);
    const now = small.getImageData(0, 0, 160, 100).data.join('');
    changed = last === '' || now === last ? changed : performance.now();
    last = now;
  }
  return changed - window.__framesAt;
}

/** Opens a dashboard in a browser context of its own and measures the one panel on it. */
export async function measure(browser: Browser, path: string, subject: Subject): Promise<Figures> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    await page.addInitScript(installProbe);
    await page.addInitScript(installClock, TESTDATA_DELAY_MS);
    await page.goto(`${GRAFANA_URL}${path}?orgId=1&kiosk`, { timeout: TIMEOUT_MS });
    await page.waitForFunction(`(${subject.drawn})()`, undefined, { timeout: TIMEOUT_MS, polling: 'raf' });
    const pictureMs = await page.evaluate(lastChange, SETTLE_MS);
    const shows = String(await page.evaluate(`(${subject.shows})()`));
    await page.waitForTimeout(500);
    return { pictureMs, shows, ...(await gesture(page, subject)) };
  } finally {
    await context.close();
  }
}

async function gesture(page: Page, subject: Subject): Promise<{ intervalMs: number; workMs: number }> {
  const box = (await page.locator(subject.target).first().boundingBox())!;
  const bottom = Math.min(box.y + box.height, 880);
  const middle = { x: box.x + box.width * 0.6, y: (box.y + bottom) / 2 };
  const cdp = await page.context().newCDPSession(page);
  const mouse = async (type: string, at: { x: number; y: number }, more: object = {}) =>
    cdp.send('Input.dispatchMouseEvent', { type, ...at, ...more } as never);
  await mouse('mouseMoved', middle);
  if (subject.gesture === 'drag') {
    await mouse('mousePressed', middle, { button: 'left', buttons: 1, clickCount: 1 });
  }
  await page.evaluate(() => {
    window.__probe.frames = [];
    window.__probe.recording = true;
  });
  for (let step = 0; step < STEPS; step++) {
    const angle = (step / STEPS) * 4 * Math.PI;
    const at = { x: middle.x + Math.sin(angle) * 180, y: middle.y + Math.cos(angle) * 120 - 120 };
    const sent =
      subject.gesture === 'wheel'
        ? mouse('mouseWheel', middle, { deltaX: 0, deltaY: step < STEPS / 2 ? 120 : -120 })
        : mouse('mouseMoved', at, { button: 'left', buttons: 1 });
    await Promise.all([sent, page.waitForTimeout(16)]);
  }
  const frames = await page.evaluate(() => {
    window.__probe.recording = false;
    return window.__probe.frames;
  });
  if (subject.gesture === 'drag') {
    await mouse('mouseReleased', middle, { button: 'left', clickCount: 1 });
  }
  const p95 = (pick: (one: { interval: number; work: number }) => number) => quantile(frames.map(pick), 0.95);
  return { intervalMs: p95((one) => one.interval), workMs: p95((one) => one.work) };
}
