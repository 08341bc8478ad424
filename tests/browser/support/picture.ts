import { type Locator, type Page } from 'playwright-core';
import { until } from './open.ts';

/** Every pixel of an element as it is on screen, as RGBA, read in the browser. */
async function pixels(page: Page, element: Locator): Promise<{ data: Uint8Array; width: number; height: number }> {
  const png = (await element.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64');
  const { width, height, bytes } = await page.evaluate(async (base64) => {
    const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([binary], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let at = 0; at < data.length; at += 0x8000) {
      text += String.fromCharCode(...data.subarray(at, at + 0x8000));
    }
    return { width: image.width, height: image.height, bytes: btoa(text) };
  }, png);
  return { data: Buffer.from(bytes, 'base64'), width, height };
}

/** A moment of an element, to compare with a later one. */
export interface Picture {
  data: Uint8Array;
  width: number;
  height: number;
}

export async function pictureOf(page: Page, element: Locator): Promise<Picture> {
  return pixels(page, element);
}

/** Share of pixels that differ visibly between two moments, 0–1; 1 when even the size changed. */
export function difference(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) {
    return 1;
  }
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const far =
      Math.abs(a.data[at]! - b.data[at]!) +
      Math.abs(a.data[at + 1]! - b.data[at + 1]!) +
      Math.abs(a.data[at + 2]! - b.data[at + 2]!);
    different += far > 48 ? 1 : 0;
  }
  return different / (a.data.length / 4);
}

/** How many clearly different colours an element shows: an empty one shows one or two. */
export function colours(picture: Picture): number {
  const seen = new Set<number>();
  for (let at = 0; at < picture.data.length; at += 4) {
    seen.add(((picture.data[at]! >> 4) << 8) | ((picture.data[at + 1]! >> 4) << 4) | (picture.data[at + 2]! >> 4));
  }
  return seen.size;
}

/** Waits until two pictures in a row are alike: animations and layout have come to rest. */
export async function settled(page: Page, element: Locator): Promise<Picture> {
  let last = await pictureOf(page, element);
  await until('the picture comes to rest', async () => {
    const next = await pictureOf(page, element);
    const rest = difference(last, next) < 0.0005;
    last = next;
    return rest;
  });
  return last;
}
