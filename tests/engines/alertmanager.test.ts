import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertmanagerServer, startAlertmanager } from './support/alertmanager.ts';
import { installPrometheus } from './support/prometheus.ts';
import { freePort, type ServerProcess, startServer } from './support/server-process.ts';
import { lacks } from './support/servers.ts';
import { until } from './support/until.ts';

const DEPLOY = resolve(import.meta.dirname, '../../deploy');
const read = (path: string) => readFileSync(join(DEPLOY, path), 'utf8');

interface Told {
  path: string;
  status: string;
  alerts: Array<{ status: string; labels: Record<string, string>; annotations: Record<string, string> }>;
}

/** The rules as they are given to operators: metrics → Prometheus → Alertmanager → somebody who is told. Only waits are shortened. */
describe.skipIf(lacks('prometheus', 'alertmanager'))('an alert', () => {
  const told: Told[] = [];
  let used = 1.2;
  const folder = mkdtempSync(join(tmpdir(), 'alerting-'));
  const http = createServer((request, response) => {
    if (request.url === '/metrics') {
      const labels = 'project="shop",run="shop.20261121T080000Z"';
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(
        `taskmaster_run_budget_used_ratio{${labels}} ${used}\ntaskmaster_run_last_event_timestamp_seconds{${labels}} 1795176000\n`
      );
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told.push({ ...(JSON.parse(body) as Told), path: request.url ?? '' });
      response.end();
    });
  });
  let alertmanager: AlertmanagerServer;
  let prometheus: ServerProcess;
  let url = '';

  beforeAll(async () => {
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    const { port } = http.address() as AddressInfo;
    const routes = read('alerting/examples/alertmanager.yaml')
      .replaceAll('127.0.0.1:9099', `127.0.0.1:${port}`)
      .replace('group_wait: 10s', 'group_wait: 1s')
      .replace('group_interval: 5m', 'group_interval: 1s');
    alertmanager = await startAlertmanager(routes);
    writeFileSync(
      join(folder, 'rules.yaml'),
      read('prometheus/rules/taskmaster.yaml').replaceAll(/interval: \d+s/g, 'interval: 1s')
    );
    const config = read('prometheus/prometheus.yaml')
      .replace('rules/*.yaml', join(folder, 'rules.yaml'))
      .replace('alertmanager:9093', alertmanager.url.slice('http://'.length))
      .replace('service:4747', `127.0.0.1:${port}`)
      .replace('/prometheus/taskmaster-token', join(folder, 'token'))
      .replaceAll(/scrape_interval: \d+s/g, 'scrape_interval: 1s')
      .replace('evaluation_interval: 30s', 'evaluation_interval: 1s');
    writeFileSync(join(folder, 'token'), 'none');
    writeFileSync(join(folder, 'prometheus.yaml'), config);
    url = `http://127.0.0.1:${await freePort()}`;
    prometheus = await startServer(
      installPrometheus(),
      [
        `--config.file=${join(folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${url.slice('http://'.length)}`,
        '--rules.alert.resend-delay=1s', // what fires before Alertmanager was found is told once more
      ],
      `${url}/-/ready`,
      { cwd: folder }
    );
  });
  afterAll(async () => {
    await prometheus?.stop();
    await alertmanager?.stop();
    http.closeAllConnections();
    await new Promise((done) => http.close(done));
    rmSync(folder, { recursive: true, force: true });
  });

  const about = (status: string) =>
    told.find((one) =>
      one.alerts.some(({ labels, status: is }) => is === status && labels['alertname'] === 'TaskmasterOverBudget')
    );

  it('fires, is told where its severity belongs, with words and a link', async () => {
    await until(async () => about('firing') !== undefined);
    const [alert] = about('firing')!.alerts;
    expect(about('firing')!.path).toBe('/chat');
    expect(alert?.labels).toMatchObject({ project: 'shop', severity: 'high', rule: 'over-budget' });
    expect(alert?.annotations['summary']).toBe('shop has cost more than its budget: 1.2 times of it');
    expect(alert?.annotations['link']).toContain('/a/taskmaster-observability-app/projects/shop/runs/');
  });

  it('is resolved, and that is told', async () => {
    used = 0.4;
    await until(async () => about('resolved') !== undefined);
    expect(about('resolved')?.path).toBe('/chat');
  });
});
