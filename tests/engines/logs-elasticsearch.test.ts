import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkEngines } from '../../backend/src/telemetry/check-engines.ts';
import { ElasticApi } from '../../backend/src/telemetry/elasticsearch/api.ts';
import { ElasticLogs } from '../../backend/src/telemetry/elasticsearch/log-engine.ts';
import { type ElasticWay } from '../../backend/src/telemetry/elasticsearch/way.ts';
import { startElasticsearchCore } from './support/elasticsearch-core.ts';
import { faultProxy } from './support/fault-proxy.ts';
import {
  agreeOnLines,
  agreeOnNumbers,
  context,
  coreTemplate,
  type LogTwins,
  logTwins,
  search,
  SEARCHES,
  template,
} from './support/log-twins.ts';
import { startElasticsearch7 } from './support/opensearch.ts';
import { type SearchServer } from './support/search-server.ts';
import { lacks, type ServerName } from './support/servers.ts';
import { upstreamTo } from './support/twins.ts';

/**
 * Elasticsearch itself, oldest and newest, with the questions that decide whether it is spoken to rightly; all questions
 * are asked of OpenSearch. No registry has data streams of 7.10 (they were never free) nor text analysis of 9.5.
 */
interface Elasticsearch {
  title: string;
  name: ServerName;
  start(): Promise<SearchServer>;
  /** The template as far as this build knows it. */
  template(): Record<string, unknown>;
  /** How it is asked: the official client refuses those before 7.14. */
  way: ElasticWay;
  /** Searches whose words only the template's own analysis cuts as the embedded store does. */
  without: readonly string[];
}

const SERVERS: Elasticsearch[] = [
  {
    title: '7.10.2',
    name: 'elasticsearch7',
    start: startElasticsearch7,
    template() {
      const { data_stream: _none, ...rest } = template();
      return rest;
    },
    way: 'plain',
    without: [],
  },
  {
    title: '9.5.3',
    name: 'elasticsearch9',
    start: startElasticsearchCore,
    template: coreTemplate,
    way: 'client',
    without: ['words within names and paths', 'a part of an event’s name', 'words with accents, without them'],
  },
];

describe.each(SERVERS)('Elasticsearch $title', ({ name, start, template: own, way, without }) => {
  const skipped = lacks(name);
  const searches = SEARCHES.filter(([title]) => !without.includes(title));
  let twins: LogTwins;
  beforeAll(async () => {
    twins = await logTwins(await start(), own(), 400);
  }, 600_000);
  afterAll(() => twins?.stop());

  describe.skipIf(skipped).each(['otel', 'ecs'])('lines as %s writes them', (mapping) => {
    it.each(searches)('%s', (title, more) => agreeOnLines(twins, mapping, title, more));
  });

  it.skipIf(skipped).each(searches)('counted: %s', (_title, more) => agreeOnNumbers(twins, 'otel', more));

  it.skipIf(skipped)('an index that is not there has no lines', async () => {
    expect(await twins.engine('nowhere-*').search(search({}))).toEqual({ logs: [], notices: [] });
    expect(twins.way()).toBe(way);
  });

  it.skipIf(skipped)('how it is asked is said by check-config', async () => {
    const logs = { upstream: twins.upstream.options, index: 'taskmaster-logs-*' };
    const found = await checkEngines({ metrics: 'embedded', traces: 'embedded', logs });
    const said = way === 'client' ? /asked through the official client;/ : /by plain HTTP \(it is no Elasticsearch 8/;
    expect(found.find(({ signal }) => signal === 'logs')?.text).toMatch(said);
  });

  it.skipIf(skipped)('either way the same lines and numbers', async () => {
    const proxy = await faultProxy(twins.server.url, { stranger: true });
    const plain = upstreamTo(proxy.url, 'Elasticsearch');
    const api = new ElasticApi(plain, 'taskmaster-logs-otel');
    const [one, other] = [twins.engine('taskmaster-logs-otel'), new ElasticLogs(api, context)];
    for (const [, more] of searches) {
      expect(await other.search(search(more))).toEqual(await one.search(search(more)));
      expect(await other.histogram(search(more), 60_000)).toEqual(await one.histogram(search(more), 60_000));
    }
    expect([twins.way(), api.way]).toEqual([way, 'plain']);
    await plain.close();
    await proxy.stop();
  });
});
