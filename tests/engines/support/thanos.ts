import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startServer } from './server-process.ts';

/** What Thanos tells the servers apart by; a Prometheus behind it must name itself so. */
export const REPLICA_CONFIG = 'global: {scrape_interval: 1h, external_labels: {replica: a}}\n';

/** A Thanos querier before a running Prometheus, with the sidecar that reads it: the binary that TASKMASTER_THANOS names. */
export async function startThanos(binary: string, prometheus: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'thanos-'));
  const [grpc, sidecarHttp, queryGrpc, queryHttp] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const at = (port: number) => `127.0.0.1:${port}`;
  const listening = (own: number, http: number) => [
    `--grpc-address=${at(own)}`,
    `--http-address=${at(http)}`,
    '--http-grace-period=0s',
    '--grpc-grace-period=0s',
    '--log.level=error',
  ];
  const sidecar = await startServer(
    binary,
    ['sidecar', `--prometheus.url=${prometheus}`, `--tsdb.path=${folder}`, ...listening(grpc, sidecarHttp)],
    `http://${at(sidecarHttp)}/-/ready`
  );
  const url = `http://${at(queryHttp)}`;
  const known = async (): Promise<boolean> => {
    const answer = await fetch(`${url}/api/v1/stores`);
    return answer.ok && (await answer.text()).includes('"sidecar"');
  };
  try {
    const query = await startServer(
      binary,
      [
        'query',
        `--endpoint=${at(grpc)}`,
        '--query.replica-label=replica',
        '--query.lookback-delta=5m',
        ...listening(queryGrpc, queryHttp),
      ],
      known
    );
    return {
      url,
      async stop() {
        await query.stop();
        await sidecar.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await sidecar.stop();
    throw error;
  }
}
