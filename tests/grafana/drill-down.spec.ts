import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Page } from 'playwright-core';
import { type QueryAnswer } from '#contract/frames.ts';
import { dashboards } from '../../dashboards/index.ts';
import { missingTexts } from '../browser/support/missing-texts.ts';
import { api, GRAFANA_URL } from './support/grafana.ts';
import { shoot } from './support/open.ts';
import { type FoundLink, linksOf, offeredLinks } from './support/panel-links.ts';
import { type PlayedSample, playedSample } from './support/played-sample.ts';
import { visit } from './support/visit.ts';

/**
 * Every link of every dashboard is found in Grafana where a person finds it, and leads to a place that shows something: rows that
 * the service answered there, and no sentence about a missing source. Needs provisioning/dashboards in that Grafana.
 */

const LONGEST_MS = 30_000;
const EMPTY_AT_THE_END = ['Now in work, in review or blocked'];
/** Places that have been looked at, and what was wrong with each. */
const seen = new Map<string, string[]>();

let sample: PlayedSample;
/** The same place for our purpose: its times do not matter. */
const placeOf = (href: string) => decodeURIComponent(href).replaceAll(/("?(?:from|to)"?[=:]"?)[^"&]*/g, '$1');

/** Rows of all answers of the service a page gets from now on, and the errors among them. */
function countRows(page: Page): { rows: number; errors: string[] } {
  const told = { rows: 0, errors: [] as string[] };
  page.on('response', (response) => {
    if (response.url().includes('/api/ds/query')) {
      void response.json().then(
        (answer: QueryAnswer) => {
          for (const { frames = [], error } of Object.values(answer.results ?? {})) {
            told.rows += frames.reduce((sum, frame) => sum + (frame.data.values[0]?.length ?? 0), 0);
            told.errors.push(...(error ? [error] : []));
          }
        },
        () => undefined
      );
    }
  });
  return told;
}

async function look({ href, title, panel }: FoundLink, name: string): Promise<string[]> {
  if (href === '') {
    return ['it has no address'];
  }
  const wrong: string[] = [];
  await visit(href, { height: 1600 }, async (page) => {
    const told = countRows(page);
    await page.reload();
    const end = Date.now() + LONGEST_MS;
    while (told.rows === 0 && told.errors.length === 0 && Date.now() < end) {
      await page.waitForTimeout(300);
    }
    await page.waitForTimeout(1500);
    await shoot(page, `drill-${name}`);
    const text = await page.evaluate(() => document.body.innerText);
    const uid = /^\/d\/([^?/]+)/.exec(href)?.[1];
    const bad = [...(uid ? missingTexts(uid) : ['No data', 'No logs found']), 'not found', 'does not exist'];
    wrong.push(
      ...(told.rows === 0 ? ['no rows'] : []),
      ...told.errors,
      ...bad.filter((one) => text.includes(one)).map((one) => `it says “${one}”`)
    );
  });
  return wrong.map((one) => `${panel}: ${title} → ${href}: ${one}`);
}

describe('links of the dashboards in Grafana', () => {
  before(async () => {
    for (const { uid = '' } of dashboards().values()) {
      await api('GET', `dashboards/uid/${uid}`).catch(() => {
        throw new Error(`This Grafana has no dashboard ${uid}: give it the files of provisioning/dashboards`);
      });
    }
    sample = await playedSample();
  });

  for (const { uid = '', title } of dashboards().values()) {
    it(`lead from ${title} to what its numbers are made of`, async () => {
      const links: FoundLink[] = [];
      const lost: string[] = [];
      // On a range of hours the newest step of time is not over yet, and the whole play would be in it.
      const here = `/d/${uid}?kiosk&refresh=&from=now-30m&to=now&var-datasource=${sample.uid}&var-project=${sample.project}`;
      await visit(here, { height: 3200 }, async (page) => {
        await page.waitForTimeout(6000);
        page.setDefaultTimeout(5000);
        for (const offered of offeredLinks(uid)) {
          // Nothing to click where nothing is, and where that is as it should be.
          if (EMPTY_AT_THE_END.includes(offered.panel)) {
            continue;
          }
          try {
            links.push(...(await linksOf(page, offered)));
          } catch (error) {
            lost.push(`${offered.panel}: ${(error as Error).message.split('\n')[0]}`);
          }
        }
      });
      const wrong: string[] = [];
      for (const link of links) {
        const place = placeOf(link.href);
        if (!seen.has(place)) {
          seen.set(place, []);
          seen.set(place, await look(link, `${uid}-${seen.size}`));
          process.stdout.write(`${title} · ${link.panel} · ${link.title} → ${place}\n`);
        }
        wrong.push(...seen.get(place)!);
      }
      assert.deepEqual([...lost, ...wrong], [], `of ${links.length} links, at ${GRAFANA_URL}`);
    });
  }
});
