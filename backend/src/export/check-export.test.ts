import { expect, it } from 'vitest';
import { checkExport } from './check-export.ts';
import { startReceiver } from './testing/receiver.ts';

it('check-config says of each receiver whether it takes what is sent', async () => {
  expect(await checkExport(undefined)).toEqual([]);
  const receiver = await startReceiver();
  const config = {
    traces: { url: `${receiver.url}/v1/traces` },
    logs: { url: `${receiver.url}/elsewhere`, timeoutMs: 500 },
    intervalMs: 1000,
    serviceName: 'test',
    resource: {},
  };
  expect(await checkExport(config)).toEqual([
    { signal: 'export of traces', state: 'ok', text: `${receiver.url}/v1/traces takes what the service sends.` },
    { signal: 'export of logs', state: 'down', text: `${receiver.url}/elsewhere answers 404.` },
  ]);
  await receiver.stop();
  const [gone] = await checkExport({ ...config, traces: { ...config.traces, timeoutMs: 500 }, logs: undefined });
  expect(gone).toMatchObject({ state: 'down', text: expect.stringMatching(/does not answer/) });
});
