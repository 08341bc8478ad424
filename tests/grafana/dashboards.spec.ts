import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { dashboards } from '../../dashboards/index.ts';
import { missingTexts, panelTitles } from '../browser/support/missing-texts.ts';
import { api, GRAFANA_URL } from './support/grafana.ts';
import { currentBrowser, shoot } from './support/open.ts';
import { type PlayedSample, playedSample } from './support/played-sample.ts';
import { watch } from './support/watch.ts';

/** Needs a Grafana with provisioning/dashboards; the service they ask plays the sample project and is started here. */
const SCREENS = [
  { width: 1440, height: 2700, theme: 'dark' },
  { width: 1440, height: 2700, theme: 'light' },
  { width: 390, height: 9000, theme: 'dark' },
] as const;
const LONGEST_MS = 90_000;

let missing: string | undefined;
let sample: PlayedSample;
describe('dashboards in Grafana', () => {
  before(async () => {
    sample = await playedSample();
    const known = await api<Array<{ uid: string }>>('GET', 'search?tag=taskmaster');
    const lacks = [...dashboards().values()].filter(({ uid }) => !known.some((one) => one.uid === uid));
    missing =
      lacks.length > 0 ? `this Grafana lacks ${lacks.map(({ title }) => title).join(', ')}: provision them` : undefined;
  });

  for (const { uid = '', title } of dashboards().values()) {
    describe(`the dashboard ${title} in Grafana`, () => {
      for (const { width, height, theme } of SCREENS) {
        it(`shows data in every panel, at ${width} px, ${theme}`, async (test) => {
          if (missing) {
            test.skip(missing);
            return;
          }
          const context = await currentBrowser().newContext({
            viewport: { width, height },
            timezoneId: 'UTC',
            locale: 'en-GB',
            reducedMotion: 'reduce',
          });
          try {
            const page = await context.newPage();
            const problems = watch(page);
            await page.goto(
              `${GRAFANA_URL}/d/${uid}?orgId=1&kiosk&refresh=&theme=${theme}&var-datasource=${sample.uid}`
            );
            const wrong = async () => {
              const text = await page.evaluate(() => document.body.innerText);
              const absent = panelTitles(uid).filter((one) => !text.includes(one));
              return [...absent, ...missingTexts(uid).filter((one) => text.includes(one))];
            };
            const end = Date.now() + LONGEST_MS;
            await page.waitForTimeout(3000);
            while ((await wrong()).length > 0 && Date.now() < end) {
              await page.waitForTimeout(500);
            }
            await shoot(page, `${uid}-${width}-${theme}`);
            assert.deepEqual(await wrong(), []);
            assert.equal(await page.getByTestId('data-testid Panel status error').count(), 0);
            assert.deepEqual(problems, []);
          } finally {
            await context.close();
          }
        });
      }
    });
  }
});
