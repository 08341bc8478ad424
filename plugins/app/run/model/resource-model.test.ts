import { expect, it } from 'vitest';
import { HEIGHT, ownStrips, reachesIn, seriesOf, stripOf, WIDTH } from './resource-model.ts';

const frame = (resource: string, values: Array<number | null>, stepMs = 10_000) => ({
  fields: [
    { type: 'time', values: values.map((_, index) => index * stepMs) },
    { type: 'number', labels: { resource_type: resource }, values },
  ],
});

it('reads series of resources in the order people look at them', () => {
  const series = seriesOf([frame('zram', [1]), frame('disk', [1]), frame('cpu', [1]), { fields: [] }]);
  expect(series.map(({ label }) => label)).toEqual(['CPU', 'Disk', 'zram']);
});

it('draws a series over the time of the run, with gaps where nobody looked, and tells what was above its limit', () => {
  const [cpu] = seriesOf([frame('cpu', [0, 50, null, null, null, 100, 95, null, null])]);
  const strip = stripOf(cpu!, 0, 80_000)!;
  expect(strip).toMatchObject({ last: 95, most: 100, limit: 90, over: true, limitY: HEIGHT * 0.1 });
  expect(strip.lines).toEqual([
    `0,${HEIGHT} ${WIDTH / 8},${HEIGHT / 2}`,
    `${(WIDTH * 5) / 8},0 ${(WIDTH * 6) / 8},${HEIGHT * 0.05}`,
  ]);
  // Steps finer than the machine is looked at: one line all the same.
  const fine = seriesOf([frame('cpu', [10, null, null, null, null, 20, null, null, null, null, 30], 1_000)]);
  expect(stripOf(fine[0]!, 0, 10_000)!.lines).toHaveLength(1);
  expect(stripOf(seriesOf([frame('cpu', [null])])[0]!, 0, 1)).toBeUndefined();
  const alone = stripOf(seriesOf([frame('memory', [12])])[0]!, 0, 1000)!;
  expect(alone.over).toBe(false);
  expect(alone.lines).toHaveLength(1);
});

it('draws what the processes of a run used, from its checkpoints, and says on which machine', () => {
  const sample = (createdAt: number, cpuPercent: number | null, host: string | null = 'builder') => ({
    createdAt,
    host,
    cpuPercent,
    memoryPercent: 10,
  });
  const found = ownStrips([sample(60_000, 95), sample(0, 20), sample(30_000, null, null)], 0, 60_000)!;
  expect(found.host).toBe('builder');
  expect(found.strips.map(({ label, last, most, over }) => [label, last, most, over])).toEqual([
    ['CPU', 95, 95, true],
    ['Memory', 10, 10, false],
  ]);
  expect(found.strips[0]!.lines).toHaveLength(1);
  expect(ownStrips([sample(0, null, null)], 0, 1)).toBeUndefined();
});

it('tells when a limit is reached at the pace of late, and nothing where nothing grows or too little is known', () => {
  const MINUTE = 60_000;
  const every = (count: number, value: (index: number) => number | null) =>
    Array.from({ length: count }, (_, index) => ({ at: index * MINUTE, value: value(index) }));
  // Half a percent a minute from 20 %, with peaks that are no trend: at 50 % after an hour, at 80 % an hour later.
  const growing = every(61, (index) => (index % 10 === 5 ? 75 : 20 + index / 2));
  expect(reachesIn(growing, 80)! / MINUTE).toBeCloseTo(60, 0);
  expect(
    reachesIn(
      every(61, () => 40),
      80
    )
  ).toBeUndefined();
  expect(
    reachesIn(
      every(61, (index) => 60 - index / 2),
      80
    )
  ).toBeUndefined();
  expect(
    reachesIn(
      every(9, (index) => 20 + index),
      80
    )
  ).toBeUndefined();
  expect(
    reachesIn(
      every(61, (index) => 20 + index / 10_000),
      80
    )
  ).toBeUndefined();
});
