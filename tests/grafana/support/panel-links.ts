import { type Locator, type Page } from 'playwright-core';
import { dashboards } from '../../../dashboards/index.ts';

/** A link of a panel as a person finds it, its variables filled in by Grafana. */
export interface FoundLink {
  panel: string;
  title: string;
  href: string;
}

interface Titled {
  title: string;
}

interface PanelJson {
  type: string;
  title?: string;
  links?: Titled[];
  fieldConfig?: {
    defaults: { links?: Titled[] };
    overrides: Array<{ properties: Array<{ id: string; value: unknown }> }>;
  };
}

/** What a panel's JSON says it offers, the titles of its links, by where they are. */
export interface Offered {
  panel: string;
  type: string;
  header: string[];
  values: string[];
  /** Columns of a table, each with its own. */
  columns: string[][];
}

export function offeredLinks(uid: string): Offered[] {
  const dashboard = [...dashboards().values()].find((one) => one.uid === uid);
  const panels = JSON.parse(JSON.stringify(dashboard?.panels ?? [])) as PanelJson[];
  return panels
    .map(({ type, title = '', links = [], fieldConfig }) => ({
      panel: title,
      type,
      header: links.map((one) => one.title),
      values: (fieldConfig?.defaults.links ?? []).map((one) => one.title),
      columns: (fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
        properties.flatMap(({ id, value }) => (id === 'links' ? [(value as Titled[]).map((one) => one.title)] : []))
      ),
    }))
    .filter(({ header, values, columns }) => header.length + values.length + columns.length > 0);
}

const panelOf = (page: Page, title: string): Locator =>
  page.locator(`[data-testid="data-testid Panel header ${title}"]`).first();

/** The menu several links are in: opened, read, closed again. */
async function fromMenu(page: Page, open: () => Promise<void>, titles: string[]): Promise<string[]> {
  await open();
  const items = titles.map((title) =>
    page
      .locator('[role=menu], [role=group]')
      .getByText(title, { exact: true })
      .first()
      .locator('xpath=ancestor-or-self::a')
  );
  const found: string[] = [];
  for (const item of items) {
    await item.waitFor();
    found.push((await item.getAttribute('href')) ?? '');
  }
  await page.keyboard.press('Escape');
  return found;
}

/** Where along a plot, and how high, something drawn may be met. */
const ACROSS = Array.from({ length: 40 }, (_, at) => 0.99 - at * 0.02);
const DOWN = [0.97, 0.85, 0.7, 0.5, 0.3, 0.1];

/** Clicks into a plot until the tooltip that stays shows the links. */
async function fromPlot(page: Page, plot: Locator, titles: string[]): Promise<string[]> {
  await plot.waitFor();
  const box = (await plot.boundingBox())!;
  const links = titles.map((title) => page.getByRole('link', { name: title, exact: true }).last());
  for (const across of ACROSS) {
    for (const down of DOWN) {
      const [x, y] = [box.x + box.width * across, box.y + box.height * down];
      await page.mouse.move(x - 2, y);
      await page.mouse.move(x, y);
      await page.mouse.click(x, y);
      await page.waitForTimeout(60);
      const counts = await Promise.all(links.map((link) => link.count()));
      const found = counts.every((count) => count > 0)
        ? await Promise.all(links.map((link) => link.getAttribute('href')))
        : undefined;
      const close = page.getByRole('button', { name: 'Close', exact: true });
      if ((await close.count()) > 0) {
        await close.first().click();
      }
      if (found) {
        return found.map((href) => href ?? '');
      }
    }
  }
  throw new Error(`no place of the plot showed ${titles.join(', ')}`);
}

async function onlyHref(links: Locator): Promise<string[]> {
  return [(await links.first().getAttribute('href')) ?? ''];
}

async function fromValues(page: Page, panel: Locator, type: string, titles: string[]): Promise<string[]> {
  if (type === 'timeseries') {
    return fromPlot(page, panel.locator('.u-over').first(), titles);
  }
  return titles.length === 1
    ? onlyHref(panel.locator(`a[title="${titles[0]}"]`))
    : fromMenu(page, () => panel.click(), titles);
}

async function fromCells(page: Page, panel: Locator, titles: string[]): Promise<string[]> {
  return titles.length === 1
    ? onlyHref(panel.getByRole('cell').locator(`a[title="${titles[0]}"]`))
    : fromMenu(page, () => panel.getByRole('cell').getByRole('button').first().click(), titles);
}

/** Every link one panel shows, found as a person does: in its header, on its values, in its cells. */
export async function linksOf(page: Page, offered: Offered): Promise<FoundLink[]> {
  const panel = panelOf(page, offered.panel);
  await panel.scrollIntoViewIfNeeded();
  const found: FoundLink[] = [];
  const take = (titles: string[], hrefs: string[]) =>
    found.push(...titles.map((title, at) => ({ panel: offered.panel, title, href: hrefs[at] ?? '' })));
  if (offered.header.length > 0) {
    take(offered.header, await onlyHref(panel.getByTestId('title-items-container').locator('a[href]')));
  }
  if (offered.values.length > 0) {
    take(offered.values, await fromValues(page, panel, offered.type, offered.values));
  }
  for (const titles of offered.columns) {
    take(titles, await fromCells(page, panel, titles));
  }
  return found;
}
