import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startElasticsearchCore } from './support/elasticsearch-core.ts';
import {
  agreeOnLines,
  agreeOnNumbers,
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
    without: [],
  },
  {
    title: '9.5.3',
    name: 'elasticsearch9',
    start: startElasticsearchCore,
    template: coreTemplate,
    without: ['words within names and paths', 'a part of an event’s name', 'words with accents, without them'],
  },
];

describe.each(SERVERS)('Elasticsearch $title', ({ name, start, template: own, without }) => {
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
  });
});
