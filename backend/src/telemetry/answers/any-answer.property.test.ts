import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../types.ts';
import { Answering, type Product, PRODUCTS } from './testing/products.ts';

/** Whatever a server answers, a viewer gets rows or a sentence that names it: never an error of ours. */

/** JSON that surprises: of every kind, with names that objects have of themselves, very large and very deep. */
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const surprise = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    [null],
    [[null]],
    [{}],
    { a: null },
    '',
    'x',
    0,
    -1,
    1.5,
    1e300,
    true,
    { toString: null, valueOf: null },
    [{ toString: 1 }],
    { constructor: [null] },
    nested(200)
  ),
  fc.jsonValue({ maxDepth: 4 })
);

/** Every place in a value; replaces what is at the nth. */
function withReplaced(value: unknown, place: number, by: unknown): unknown {
  let n = 0;
  const walk = (one: unknown): unknown => {
    if (n++ === place) {
      return by;
    }
    if (Array.isArray(one)) {
      return one.map(walk);
    }
    return typeof one === 'object' && one !== null
      ? Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)]))
      : one;
  };
  return walk(value);
}

const placesIn = (value: unknown): number =>
  1 +
  (typeof value === 'object' && value !== null ? Object.values(value) : []).reduce<number>(
    (n, one) => n + placesIn(one),
    0
  );

/** Asks all questions of a server; each must give rows, or say what is wrong with whom. How many gave rows. */
async function rowsOrSentences({ name, header, answers, ask }: Product, textOf: (path: string) => string | undefined) {
  const upstream = new Answering(name, textOf, header);
  let rows = 0;
  for (const [question, asked] of Object.entries(ask(upstream))) {
    try {
      JSON.stringify(await asked());
      rows++;
    } catch (error) {
      expect(error, `${question}: ${String(error)}`).toBeInstanceOf(EngineError);
      expect((error as EngineError).message).toMatch(
        new RegExp(`^${name} at http://server (answered|does not answer)`)
      );
    }
  }
  await upstream.close();
  return { rows, questions: Object.keys(ask(upstream)).length, answers: answers.length };
}

describe.each(PRODUCTS)('$name', (product) => {
  const { answers } = product;
  const usual = (path: string) => answers.find(([pattern]) => pattern.test(path))?.[1];
  const textOf = (answer: unknown) => (answer === undefined ? undefined : JSON.stringify(answer));

  it('its own answers are rows', async () => {
    const { rows, questions } = await rowsOrSentences(product, (path) => textOf(usual(path)));
    expect(rows).toBe(questions);
  });

  it('its own answers with one odd thing in them', async () => {
    const odd = fc.nat({ max: answers.length - 1 }).chain((which) =>
      fc.record({
        which: fc.constant(which),
        place: fc.nat({ max: placesIn(answers[which]![1]) - 1 }),
        by: surprise,
      })
    );
    await fc.assert(
      fc.asyncProperty(odd, async ({ which, place, by }) => {
        const [pattern, answer] = answers[which]!;
        const changed = JSON.stringify(withReplaced(answer, place, by));
        const first = (path: string) => answers.find(([one]) => one.test(path))?.[0];
        await rowsOrSentences(product, (path) => (first(path) === pattern ? changed : textOf(usual(path))));
      }),
      { numRuns: 400 }
    );
  });

  it('any JSON, any text', async () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      surprise.map((one) => JSON.stringify(one)),
      surprise.map((one) => JSON.stringify({ status: 'success', data: one, hits: one, fields: one, result: one }))
    );
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        await rowsOrSentences(product, () => one);
      }),
      { numRuns: 150 }
    );
  });

  it('what is nested beyond all measure', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const texts = [deep, `{"status":"success","data":${deep},"hits":${deep},"fields":${deep},"result":${deep}}`];
    for (const [, answer] of answers) {
      texts.push(JSON.stringify(answer).replaceAll(/"x"|"m"|true/g, deep));
    }
    for (const one of texts) {
      await rowsOrSentences(product, () => one);
    }
  });
});
