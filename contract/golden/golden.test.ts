import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type * as GrafanaData from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../check-frame.ts';
import { type QueryAnswer } from '../frames.ts';
import { QUERY_TYPES } from '../queries.ts';
import { GOLDEN_ANSWERS } from './answers.ts';
import { goldenText } from './generate.ts';

// The package's ES module build imports names that a CommonJS dependency does not export under Node; its CommonJS build works.
const { dataFrameFromJSON, toDataFrame } = createRequire(import.meta.url)('@grafana/data') as typeof GrafanaData;

const folder = import.meta.dirname;
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => basename(name, '.json'));
const read = (name: string) => readFileSync(join(folder, `${name}.json`), 'utf8');

describe('golden answers', () => {
  it('are the files the generator would write, no more and no fewer', () => {
    expect(names.toSorted()).toEqual(Object.keys(GOLDEN_ANSWERS).toSorted());
  });

  it('exist for every query type', () => {
    expect(names).toEqual(expect.arrayContaining(QUERY_TYPES));
  });

  it.each(names)('%s is what the generator makes', (name) => {
    expect(read(name)).toBe(goldenText(name));
  });

  it.each(names)("%s follows the rules of Grafana's Go decoder", (name) => {
    expect(checkAnswer(JSON.parse(read(name)))).toEqual([]);
  });

  it.each(names)('%s decodes in the browser with columns of equal length', (name) => {
    const answer = JSON.parse(read(name)) as QueryAnswer;
    for (const result of Object.values(answer.results)) {
      for (const frame of result.frames ?? []) {
        const decoded = toDataFrame(dataFrameFromJSON(frame as Parameters<typeof dataFrameFromJSON>[0]));
        expect(decoded.fields.map((field) => field.name)).toEqual(frame.schema.fields.map((field) => field.name));
        expect(decoded.length).toBe(frame.data.values[0]?.length ?? 0);
        for (const field of decoded.fields) {
          expect(field.values.length).toBe(decoded.length);
        }
      }
    }
  });
});
