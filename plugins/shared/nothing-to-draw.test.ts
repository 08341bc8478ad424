import type { LoadingState, PanelData } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { nothingToDraw } from './nothing-to-draw.ts';

const data = (values: unknown[], more: Partial<PanelData> = {}) => ({
  state: 'Done' as LoadingState,
  series: [{ length: values.length, fields: [{ name: 'id', type: 'string', config: {}, values }] }] as never,
  ...more,
});

describe('what is said where there is nothing to draw', () => {
  it('is the text chosen for no value, only where there are no rows', () => {
    const config = { defaults: { noValue: 'Nothing planned' } };
    expect(nothingToDraw(data([]), config, 'Ours.')).toBe('Nothing planned');
    expect(nothingToDraw({ ...data([]), series: [] }, config, 'Ours.')).toBe('Nothing planned');
    expect(nothingToDraw(data(['a']), config, 'Ours.')).toBe('Ours.');
    expect(nothingToDraw(data([]), { defaults: {} }, 'Ours.')).toBe('Ours.');
    expect(nothingToDraw(data([]), undefined, 'Ours.')).toBe('Ours.');
  });

  it('is why the query failed, where it did', () => {
    const failed = data([], { state: 'Error' as LoadingState, errors: [{ message: 'Cannot reach the service.' }] });
    expect(nothingToDraw(failed, { defaults: { noValue: 'Nothing planned' } }, 'Ours.')).toBe(
      'The query failed: Cannot reach the service.'
    );
    expect(nothingToDraw({ ...failed, ...{ series: data(['a']).series } }, undefined, 'Ours.')).toBe('Ours.');
  });
});
