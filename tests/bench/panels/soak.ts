import { type FrameJson } from '../../browser/support/fake-service.ts';
import { type Kind, type Stage } from './stage.ts';

export interface SoakResult {
  updates: number;
  interactions: number;
  /** Interactions the panel did not answer within a second. */
  dropped: number;
  /** How much more heap is in use at the end than after the first tenth, MB; garbage is collected before both. */
  growthMb: number;
}

const UPDATE_MS = 100;
const INTERACT_MS = 1000;
const STATES = ['pending', 'in-progress', 'done', 'review', 'failed'];

async function heapMb({ cdp }: Stage): Promise<number> {
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

/** Ten status changes a second for `seconds`, an interaction every second, and what became of both. */
export async function soak(stage: Stage, kind: Kind, frames: FrameJson[], seconds: number): Promise<SoakResult> {
  const { page, service, plot } = stage;
  const column = frames[0]!.schema.fields.findIndex(({ name }) => name === 'status');
  const statuses = frames[0]!.data.values[column]!;
  service.answers.set(kind.queryType, () => ({ status: 200, frames }));
  let updates = 0;
  const timer = setInterval(() => {
    statuses[(updates * 7919) % statuses.length] = STATES[updates % STATES.length];
    service.push('project/bookshelf-1a2b3c4d', 'task.status');
    updates++;
  }, UPDATE_MS);
  const spoken = page
    .locator('[role="application"] ~ [aria-live="polite"], [role="application"] [aria-live="polite"]')
    .first();
  let interactions = 0;
  let dropped = 0;
  let settledMb: number | undefined;
  try {
    await plot.focus();
    await page.keyboard.press('Home');
    // Away from the first row, so that both arrows lead somewhere.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const end = Date.now() + seconds * 1000;
    const start = Date.now();
    while (Date.now() < end) {
      const next = Date.now() + INTERACT_MS;
      const before = await spoken.textContent();
      await page.keyboard.press(interactions % 2 === 0 ? 'ArrowDown' : 'ArrowUp');
      interactions++;
      const answered = async () => (await spoken.textContent()) !== before;
      while (!(await answered()) && Date.now() < next) {
        await page.waitForTimeout(20);
      }
      dropped += (await answered()) ? 0 : 1;
      if (settledMb === undefined && Date.now() - start > seconds * 100) {
        settledMb = await heapMb(stage);
      }
      await page.waitForTimeout(Math.max(0, next - Date.now()));
    }
  } finally {
    clearInterval(timer);
  }
  return { updates, interactions, dropped, growthMb: (await heapMb(stage)) - (settledMb ?? 0) };
}
