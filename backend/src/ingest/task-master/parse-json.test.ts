import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';
import { readTags } from './read-tags.ts';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it.each([
    ['', /empty/],
    ['  \n', /empty/],
    ['{"a": 1', /line 1/],
    ['{"a": 1}\n{"b": 2}', /after the end/],
    ['{\n"a": "x\u0001y"}', /control character.*line 2/],
    ['{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}', /merge-conflict/],
  ])('says what is wrong with %j', (text, problem) => {
    const result = parse(text);
    expect(result.ok ? '' : result.problem).toMatch(problem);
  });

  it('says where a conflict begins', () => {
    expect(parse('{\n<<<<<<< HEAD\n}')).toMatchObject({ ok: false, line: 2 });
  });

  it('refuses bytes that are not UTF-8, and takes a byte-order mark', () => {
    expect(parseJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0xff, 0x7d)).ok).toBe(false);
    expect(parse('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  });

  it('keeps 1.10 apart from 1.1 where it is an id', () => {
    const text = '{"tasks":[{"id":1.10,"dependencies":[1.20, 2.5],"effort":3.50}]}';
    expect(parse(text)).toEqual({
      ok: true,
      value: { tasks: [{ id: '1.10', dependencies: ['1.20', 2.5], effort: 3.5 }] },
    });
  });

  it('never throws on random bytes or random JSON', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof parseJson(bytes).ok === 'boolean'));
    fc.assert(
      fc.property(fc.json(), (text) => {
        const result = parse(text);
        expect(result).toEqual({ ok: true, value: JSON.parse(text) as unknown });
        return typeof readTags(result.ok ? result.value : null).ok === 'boolean';
      })
    );
  });
});

describe('readTags', () => {
  it('reads the three formats', () => {
    expect(readTags([{ id: 1 }])).toEqual({ ok: true, tags: new Map([['master', [{ id: 1 }]]]) });
    expect(readTags({ tasks: [1], meta: {} })).toEqual({ ok: true, tags: new Map([['master', [1]]]) });
    expect(readTags({ a: { tasks: [] }, b: { tasks: [2] }, note: 'x' })).toEqual({
      ok: true,
      tags: new Map<string, unknown[]>([
        ['a', []],
        ['b', [2]],
      ]),
    });
  });

  it.each([[{}], [null], ['x'], [{ version: 1, tags: { master: { tasks: [] } } }]])(
    'finds no task list in %j',
    (value) => {
      expect(readTags(value).ok).toBe(false);
    }
  );
});
