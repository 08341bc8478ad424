import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  agreeOnLines,
  agreeOnNumbers,
  COUNT,
  type LogTwins,
  logTwins,
  search,
  SEARCHES,
  START,
  template,
} from './support/log-twins.ts';
import { startOpenSearch } from './support/opensearch.ts';
import { lacks } from './support/servers.ts';

const MINUTE = 60_000;
const skipped = lacks('opensearch');

let twins: LogTwins;
beforeAll(async () => {
  twins = await logTwins(await startOpenSearch(), template());
}, 600_000);
afterAll(() => twins?.stop());

describe.skipIf(skipped).each(['otel', 'ecs'])('lines as %s writes them', (mapping) => {
  it.each(SEARCHES)('%s', (name, more) => agreeOnLines(twins, mapping, name, more));
  it.each(SEARCHES)('counted: %s', (_name, more) => agreeOnNumbers(twins, mapping, more));
});

describe.skipIf(skipped)('where they differ', () => {
  it('an index that folds letters beyond their accents (ß to ss) counts such lines; shown they are not', async () => {
    const engine = twins.engine('taskmaster-logs-otel');
    const asked = search({ search: 'grosse' });
    expect((await engine.search(asked)).logs).toEqual((await twins.store.reader.logs.search(asked)).logs);
    const total = (series: Array<{ values: Array<number | null> }>) =>
      series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    expect(total((await engine.histogram(asked, MINUTE)).series)).toBe(COUNT / 5);
    expect(total((await twins.store.reader.logs.histogram(asked, MINUTE)).series)).toBe(0);
  });
});

describe.skipIf(skipped)('bounds', () => {
  const engine = () => twins.engine('taskmaster-logs-*');

  it('the latest where there are more than wanted', async () => {
    const { logs: found } = await engine().search(search({ limit: 10 }));
    expect(found).toHaveLength(10);
    expect(found[0]?.at).toBe(twins.logs.at(-1)?.at);
  });

  it('an index that is not there has no lines', async () => {
    const nowhere = twins.engine('nowhere-*');
    expect(await nowhere.search(search({}))).toEqual({ logs: [], notices: [] });
    expect(await nowhere.histogram(search({}), MINUTE)).toEqual({ series: [], notices: [] });
    expect(twins.way(), 'the official client refuses OpenSearch').toBe('plain');
  });

  it('a stream that rolled over is one still', async () => {
    const line = (i: number) => ({ '@timestamp': START + i, message: `rolled ${i}` });
    await twins.server.bulk('taskmaster-logs-rolled', [line(0), line(1)]);
    expect(await twins.server.send('POST', '/taskmaster-logs-rolled/_rollover')).toMatchObject({ rolled_over: true });
    await twins.server.bulk('taskmaster-logs-rolled', [line(2)]);
    const rolled = twins.engine('taskmaster-logs-rolled');
    const { logs: found } = await rolled.search(search({ search: 'rolled', order: 'asc' }));
    expect(found.map(({ body }) => body)).toEqual(['rolled 0', 'rolled 1', 'rolled 2']);
    expect(new Set(found.map(({ key }) => key.split('/')[0])).size).toBe(2);
  });

  it('deeper than the server pages: a notice', async () => {
    await twins.server.bulk(
      'taskmaster-logs-deep',
      Array.from({ length: 10_050 }, (_, i) => ({
        '@timestamp': START + i,
        message: `line ${i}`,
        kind: i % 2 ? 'a' : 'b',
      }))
    );
    const deep = twins.engine('taskmaster-logs-deep');
    const { logs: found, notices } = await deep.search(
      search({ filters: [{ label: 'kind', op: '=~', value: 'c.*' }] })
    );
    expect(found).toEqual([]);
    expect(notices[0]?.text).toMatch(/10000 lines were looked through/);
    const counted = await deep.histogram(search({}), 3_600_000);
    expect(counted.series[0]?.values[0]).toBe(10_050);
  });
});
