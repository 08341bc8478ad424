import { expect, it } from 'vitest';
import { type EngineReport } from '../telemetry/engines.ts';
import { RemoteHealth } from './remote-health.ts';

const report = { signal: 'metrics', url: 'http://p', health: { state: 'ok', text: 'answers' } } as EngineReport;

it('says that the thread is busy where it does not answer, asks it once, and forgets that when it does', async () => {
  let asked = 0;
  let release = (): void => undefined;
  const answers = [
    async () => Promise.resolve([report]),
    () => new Promise<EngineReport[]>((resolve) => (release = () => resolve([report]))),
    async () => Promise.resolve([report]),
  ];
  const health = new RemoteHealth(() => answers[asked++]!(), 20);
  expect(await health.reports()).toEqual([report]);
  const [first, second] = await Promise.all([health.reports(), health.reports()]);
  expect(first).toMatchObject([{ signal: 'metrics', url: 'http://p', health: { state: 'degraded' } }]);
  expect(first![0]!.health.text).toMatch(/thread that asks servers is busy/);
  expect(second).toEqual(first);
  expect(asked).toBe(2);
  release();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(await health.reports()).toEqual([report]);
});
