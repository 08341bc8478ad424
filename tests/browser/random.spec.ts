import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Page } from 'playwright-core';
import { type FakeService, type FrameJson } from './support/fake-service.ts';
import { GOLDEN_RANGE, open, until } from './support/open.ts';
import { colours, pictureOf } from './support/picture.ts';

/** Rounds per panel; each is one answer the service gives. SEED and ROUNDS repeat or lengthen a run. */
const ROUNDS = Number(process.env.ROUNDS ?? 40);
const SEED = Number(process.env.SEED ?? 20261121);
const DAY = Date.parse('2026-11-20T08:00:00Z');

const id = fc.constantFrom('1', '2', '3', '3.1', '3.2', '4', '5', '', ' ', '<b>', '💥', 'a'.repeat(400), '__proto__');
const text = fc.oneof(
  id,
  fc.string({ maxLength: 40 }),
  fc.constantFrom('done', 'in-progress', 'nonsense', '\u202e\u0000')
);
const number = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1e300, -1e300, 0.5), fc.integer());
const time = fc.oneof(
  fc.integer({ min: DAY - 36e5, max: DAY + 36e5 * 5 }),
  fc.constantFrom(0, -1, 8.64e15, 9e15, DAY),
  fc.double({ noNaN: true })
);

const CELLS: Record<string, fc.Arbitrary<unknown>> = {
  string: text,
  number: number.map((value) => (Number.isFinite(value) ? value : null)),
  time,
  boolean: fc.boolean(),
  other: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(null)),
};

/** A frame with some of the given fields, some twice, some of another type, cells missing here and there. */
function frameOf(name: string, fields: Record<string, string>): fc.Arbitrary<FrameJson> {
  const names = Object.keys(fields);
  const field = fc.constantFrom(...names).chain((one) =>
    fc.record({
      name: fc.constant(one),
      type: fc.oneof(
        { weight: 6, arbitrary: fc.constant(fields[one]!) },
        { weight: 1, arbitrary: fc.constantFrom(...Object.keys(CELLS)) }
      ),
    })
  );
  const whole = fc.constant(names.map((one) => ({ name: one, type: fields[one]! })));
  return fc
    .record({
      fields: fc.oneof(
        { weight: 3, arbitrary: whole },
        { weight: 2, arbitrary: fc.array(field, { maxLength: names.length }) }
      ),
      rows: fc.nat({ max: 40 }),
    })
    .chain(({ fields: chosen, rows }) =>
      fc.record({
        schema: fc.constant({ name, fields: chosen }),
        data: fc.record({
          values: fc.tuple(
            ...chosen.map(({ type }) =>
              fc.array(fc.option(CELLS[type] ?? text, { freq: 8 }), { minLength: rows, maxLength: rows })
            )
          ),
        }),
      })
    ) as fc.Arbitrary<FrameJson>;
}

const nodes = frameOf('nodes', {
  id: 'string',
  title: 'string',
  subtitle: 'string',
  mainstat: 'number',
  status: 'string',
  parentId: 'string',
  progress: 'number',
  ready: 'boolean',
  critical: 'boolean',
  arc__a: 'number',
});
const edges = frameOf('edges', {
  id: 'string',
  source: 'string',
  target: 'string',
  kind: 'string',
  resolved: 'boolean',
  inCycle: 'boolean',
});
const spans = frameOf('timeline', {
  id: 'string',
  parentId: 'string',
  lane: 'string',
  kind: 'string',
  name: 'string',
  start: 'time',
  end: 'time',
  status: 'string',
  attempt: 'number',
  attributes: 'other',
});

/** Gives the panel one answer after the other and looks at it each time: a picture or a sentence, never nothing. */
async function throwAt(page: Page, service: FakeService, queryType: string, title: string, answers: FrameJson[][]) {
  const panel = page.getByTestId(`data-testid Panel header ${title}`);
  await until('the page listens', () => service.listening('project/bookshelf-1a2b3c4d') > 0);
  for (const frames of answers) {
    const asked = () => service.asked.filter((query) => query.queryType === queryType).length;
    const before = asked();
    service.answers.set(queryType, () => ({ status: 200, frames }));
    service.push('project/bookshelf-1a2b3c4d', 'task.status');
    await until('the panel asks again', () => asked() > before);
    await page.waitForTimeout(120);
    const words = (await panel.innerText()).replace(title, '').trim();
    const blank = words.length < 15 && colours(await pictureOf(page, panel)) < 6;
    assert.ok(!blank, `blank panel for ${JSON.stringify(frames).slice(0, 2000)}`);
    assert.ok(
      !/Something went wrong|unexpected error/i.test(words),
      `${words} for ${JSON.stringify(frames).slice(0, 2000)}`
    );
  }
}

describe('random frames', () => {
  it(`leave the dependency graph with a picture or a sentence (seed ${SEED})`, async () => {
    const answers = fc.sample(fc.tuple(nodes, edges), { numRuns: ROUNDS, seed: SEED });
    await open({ path: `/d/dependency-graph?${GOLDEN_RANGE}`, reducedMotion: true }, async ({ page, service }) => {
      await throwAt(page, service, 'dependencyGraph', 'What depends on what', answers);
    });
  });

  it(`leave the execution timeline with a picture or a sentence (seed ${SEED})`, async () => {
    const answers = fc.sample(spans, { numRuns: ROUNDS, seed: SEED }).map((frame) => [frame]);
    await open({ path: `/d/execution-timeline?${GOLDEN_RANGE}`, reducedMotion: true }, async ({ page, service }) => {
      await throwAt(page, service, 'timeline', 'What ran when', answers);
    });
  });
});
