import { FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { pickDatasource } from './pick-datasource.ts';
import { readHealth } from './read-health.ts';
import { rowsOf } from './rows.ts';
import { sentenceOf, statusOf } from './sentence.ts';

describe('the datasource that is used', () => {
  const all = [{ uid: 'a' }, { uid: 'b', isDefault: true }, { uid: 'c' }];
  it('is the first one asked for that is there', () => {
    expect(pickDatasource(all, ['c', 'a'])?.uid).toBe('c');
    expect(pickDatasource(all, ['gone', 'a'])?.uid).toBe('a');
  });
  it("is Grafana's default, else the first, where none is asked for", () => {
    expect(pickDatasource(all, [undefined, null, ''])?.uid).toBe('b');
    expect(pickDatasource([{ uid: 'x' }, { uid: 'y' }], ['gone'])?.uid).toBe('x');
  });
  it('is none where there is none', () => {
    expect(pickDatasource([], ['a'])).toBeUndefined();
  });
});

describe('what was thrown, as a sentence', () => {
  it('prefers what the service said', () => {
    const failed = {
      status: 404,
      statusText: 'Not Found',
      data: { message: 'There is no project “x”.' },
      message: 'b',
    };
    expect(sentenceOf(failed)).toBe('There is no project “x”.');
    expect(statusOf(failed)).toBe(404);
  });
  it('takes errors, texts and nothing', () => {
    expect(sentenceOf(new Error('it broke'))).toBe('it broke.');
    expect(sentenceOf('no')).toBe('no.');
    for (const nothing of [undefined, null, {}, 5, { message: '  ' }]) {
      expect(sentenceOf(nothing)).toMatch(/^Something failed/);
    }
    expect(statusOf(new Error('x'))).toBeUndefined();
  });
});

describe('rows of a frame', () => {
  it('are objects by column, with JSON columns as values', () => {
    const frame = {
      length: 2,
      fields: [
        { name: 'id', type: FieldType.string, config: {}, values: ['a', 'b'] },
        { name: 'tags', type: FieldType.other, config: {}, values: ['["x"]', ['y']] },
        { name: 'text', type: FieldType.other, config: {}, values: ['not json', null] },
      ],
    };
    expect(rowsOf(frame)).toEqual([
      { id: 'a', tags: ['x'], text: 'not json' },
      { id: 'b', tags: ['y'], text: null },
    ]);
    expect(rowsOf(undefined)).toEqual([]);
  });
});

describe('health', () => {
  it('is read from the executable and from the page alike', () => {
    const dependencies = [{ name: 'disk', state: 'degraded', text: 'Little room is left.' }];
    expect(
      readHealth({
        status: 'OK',
        message: 'Connected.',
        details: { url: 'http://s:1', serviceVersion: '1.2.3', dependencies },
      })
    ).toEqual({ good: true, message: 'Connected.', url: 'http://s:1', version: '1.2.3', dependencies });
    expect(readHealth({ status: 'OK', message: 'm', details: { version: '2' } })).toMatchObject({ version: '2' });
    expect(readHealth({ status: 'ERROR', message: 'Down.', details: null })).toMatchObject({
      good: false,
      message: 'Down.',
      dependencies: [],
    });
    expect(readHealth({}).good).toBe(false);
  });
});
