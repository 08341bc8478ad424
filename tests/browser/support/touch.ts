import { type CDPSession, type Locator, type Page } from 'playwright-core';

interface Point {
  x: number;
  y: number;
}

/** Fingers on the screen, through the debugger's protocol: real touch events, several fingers included. */
export class Fingers {
  private readonly session: CDPSession;

  private constructor(session: CDPSession) {
    this.session = session;
  }

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  private async send(type: 'touchStart' | 'touchMove' | 'touchEnd', points: Point[]) {
    const touchPoints = points.map((point, id) => ({ ...point, id }));
    await this.session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  async tap(point: Point): Promise<void> {
    await this.send('touchStart', [point]);
    await this.send('touchEnd', []);
  }

  async press(point: Point, ms: number): Promise<void> {
    await this.send('touchStart', [point]);
    await new Promise((done) => setTimeout(done, ms));
    await this.send('touchEnd', []);
  }

  async drag(from: Point, to: Point): Promise<void> {
    await this.send('touchStart', [from]);
    for (let step = 1; step <= 8; step++) {
      await this.send('touchMove', [between(from, to, step / 8)]);
    }
    await this.send('touchEnd', []);
  }

  /** Two fingers around a centre, from one distance to another, pixels. */
  async pinch(centre: Point, from: number, to: number): Promise<void> {
    const pair = (spread: number) => [
      { x: centre.x - spread / 2, y: centre.y },
      { x: centre.x + spread / 2, y: centre.y },
    ];
    await this.send('touchStart', pair(from));
    for (let step = 1; step <= 8; step++) {
      await this.send('touchMove', pair(from + ((to - from) * step) / 8));
    }
    await this.send('touchEnd', []);
  }
}

const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

/** A place in an element, as shares of its width and height. */
export async function placeIn(element: Locator, x: number, y: number): Promise<Point> {
  const box = await element.boundingBox();
  if (!box) {
    throw new Error('The element is not on screen.');
  }
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}
