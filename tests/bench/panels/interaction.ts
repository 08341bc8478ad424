import { quantile } from '../result.ts';
import { type Stage } from './stage.ts';

export interface FrameTimes {
  /** p95 of the time from one frame to the next, ms, in whole refreshes: 16.67 means every refresh had its frame. */
  interval: number;
  /** p95 of what the main thread does for one frame, ms. */
  work: number;
  frames: number;
}

type Gesture = 'pan' | 'zoom' | 'hover';

const STEPS = 90;
const STEP_MS = 16;
/** Chromium without a screen refreshes 60 times a second; its clock reads 16.6 to 16.8 for one refresh. */
const REFRESH_MS = 1000 / 60;

/** Moves the picture for a second and a half and reads how long frames took meanwhile. */
export async function frameTimes({ page, cdp, plot }: Stage, gesture: Gesture): Promise<FrameTimes> {
  const box = (await plot.boundingBox())!;
  const middle = { x: box.x + box.width * 0.6, y: box.y + box.height * 0.5 };
  const mouse = async (type: string, at: { x: number; y: number }, more: object = {}) =>
    cdp.send('Input.dispatchMouseEvent', { type, ...at, ...more } as never);
  await mouse('mouseMoved', middle);
  if (gesture === 'pan') {
    await mouse('mousePressed', middle, { button: 'left', buttons: 1, clickCount: 1, modifiers: 8 });
  }
  await page.evaluate(() => {
    window.__probe.frames = [];
    window.__probe.recording = true;
  });
  for (let step = 0; step < STEPS; step++) {
    const angle = (step / STEPS) * 4 * Math.PI;
    const at = { x: middle.x + Math.sin(angle) * 180, y: middle.y + Math.cos(angle) * 120 - 120 };
    const sent =
      gesture === 'zoom'
        ? mouse('mouseWheel', middle, { deltaX: 0, deltaY: step < STEPS / 2 ? -30 : 30, modifiers: 2 })
        : mouse('mouseMoved', at, gesture === 'pan' ? { button: 'left', buttons: 1, modifiers: 8 } : {});
    await Promise.all([sent, page.waitForTimeout(STEP_MS)]);
  }
  const frames = await page.evaluate(() => {
    window.__probe.recording = false;
    return window.__probe.frames;
  });
  if (gesture === 'pan') {
    await mouse('mouseReleased', middle, { button: 'left', clickCount: 1, modifiers: 8 });
  }
  return {
    interval: quantile(
      frames.map((one) => Math.round(one.interval / REFRESH_MS) * REFRESH_MS),
      0.95
    ),
    work: quantile(
      frames.map((one) => one.work),
      0.95
    ),
    frames: frames.length,
  };
}
