import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assertNoSidewaysScroll, GOLDEN_NOW, GOLDEN_RANGE, open, OUTPUT } from './support/open.ts';
import { settled } from './support/picture.ts';

/** What the dashboards look like, for people to judge: written to tests/.output/screens. Fails only on sideways scroll. */
const FOLDER = join(OUTPUT, 'screens');
const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;

describe('screens', () => {
  mkdirSync(FOLDER, { recursive: true });
  for (const dashboard of ['overview', 'dependency-graph', 'execution-timeline']) {
    for (const [width, height] of SIZES) {
      for (const scheme of ['light', 'dark'] as const) {
        it(`${dashboard} at ${width} px, ${scheme}`, async () => {
          const path = `/d/${dashboard}?${GOLDEN_RANGE}`;
          await open(
            { path, width, height, scheme, touch: width < 768, reducedMotion: true, now: GOLDEN_NOW },
            async ({ page }) => {
              await page.locator('[data-griditem-key] section').first().waitFor();
              await settled(page, page.locator('main'));
              await page.evaluate(() => scrollTo(0, 0));
              await assertNoSidewaysScroll(page);
              await page.screenshot({ path: join(FOLDER, `${dashboard}-${width}-${scheme}.png`) });
            }
          );
        });
      }
    }
  }
});
