import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type FastifyBaseLogger } from 'fastify';
import { type Metrics } from '../metrics/metrics.ts';
import { type Dependency } from '../service/readiness.ts';
import { type Store } from '../store/types.ts';
import { packageVersion } from '../util/package-root.ts';
import { shownAddress } from '../util/shown-address.ts';
import { EventLogs } from './event-logs.ts';
import { type Send } from './delivery.ts';
import { EXPORT_SIGNALS, type ExportConfig, type ExportSignal } from './export-config.ts';
import { JournalFeed } from './journal-feed.ts';
import { LineFeed } from './line-feed.ts';
import { withDependencies } from './links.ts';
import { type LogLines, logOfLine } from './log-lines.ts';
import { MetricPush } from './metric-push.ts';
import { otlpSenders } from './otlp.ts';
import { type PlannedLog, type PlannedSpan } from './planned.ts';
import { RunSpans } from './run-spans.ts';
import { type TracesState } from './run-state.ts';
import { ExportStateFile } from './state-file.ts';
import { type ExportStats } from './stats.ts';

export interface ExporterParts {
  config: ExportConfig;
  store: Store;
  metrics: Metrics;
  log: FastifyBaseLogger;
  dataDir: string;
  lines?: LogLines;
}

/** What sends the service's own traces, metrics and logs. */
export interface Exporter {
  health(): Dependency;
  /** Sets the gauges about sending. */
  refresh(): void;
  /** Keeps nothing of runs whose project, id or other names hold a text. */
  forget(text: string): Promise<void>;
  close(): Promise<void>;
}

interface Part {
  signal: ExportSignal;
  /** What of the signal, where there are several. */
  what: string;
  stats(): ExportStats;
  close(graceMs?: number): Promise<void>;
  forget?(text: string): Promise<void>;
}

/** Starts sending. Receivers that do not answer are no reason to fail. */
export async function startExporter({ config, store, metrics, log, dataDir, lines }: ExporterParts): Promise<Exporter> {
  const instance = createHash('sha256').update(`${hostname()}\n${dataDir}`).digest('hex').slice(0, 16);
  const senders = otlpSenders(config, { version: packageVersion(), instance, environment: metrics.environment });
  const state = await ExportStateFile.open(join(dataDir, 'export-state.json'));
  const parts: Part[] = [];
  if (senders.traces) {
    parts.push({ signal: 'traces', what: 'spans', ...spanFeed(store, state, senders.traces) });
  }
  if (senders.logs) {
    const feed = logFeed(store, state, senders.logs);
    const own = new LineFeed<PlannedLog>(senders.logs);
    parts.push({ signal: 'logs', what: 'events', ...feed }, { signal: 'logs', what: 'lines', ...bound(own) });
    lines?.listen((line) => {
      const record = logOfLine(line);
      if (record) {
        own.add(record);
      }
    });
  }
  if (senders.metrics) {
    const push = new MetricPush(() => metrics.everything(Date.now()), senders.metrics, config.intervalMs);
    parts.push({ signal: 'metrics', what: 'points', ...bound(push) });
  }
  let said = '';
  return {
    health() {
      const { gist, ...dependency } = health(config, parts);
      if (gist !== said) {
        said = gist;
        if (gist === '') {
          log.info('The service’s own telemetry is sent again.');
        } else {
          log.warn(`The service’s own telemetry cannot be sent. ${dependency.text}`);
        }
      }
      return dependency;
    },
    refresh() {
      for (const { signal, what, stats } of parts) {
        const { sent, refused, dropped, waiting } = stats();
        for (const [outcome, count] of Object.entries({ sent, refused, dropped })) {
          metrics.own.exportItems.set({ signal, what, outcome }, count);
        }
        metrics.own.exportWaiting.set({ signal, what }, waiting);
      }
    },
    async forget(text) {
      await Promise.all(parts.map((part) => part.forget?.(text)));
    },
    async close() {
      await Promise.all(parts.map((part) => part.close()));
      lines?.listen(undefined);
      await Promise.race([senders.close(), new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    },
  };
}

const bound = (one: { stats(): ExportStats; close(graceMs?: number): Promise<void> }) => ({
  stats: () => one.stats(),
  close: (graceMs?: number) => one.close(graceMs),
});

function logFeed(store: Store, state: ExportStateFile, send: Send<PlannedLog>) {
  const saved = state.get('logs');
  const logs = new EventLogs(saved?.remembered as string[] | undefined);
  const feed = new JournalFeed({
    store,
    make: async (events) => events.map((event) => logs.take(event)).filter((one) => one !== undefined),
    send,
    remembered: () => logs.save(),
    from: saved?.seq,
    save: (seq, remembered) => state.set('logs', { seq, remembered }),
  });
  return { ...bound(feed), forget: (text: string) => (logs.forget(text), feed.saveNow()) };
}

function spanFeed(store: Store, state: ExportStateFile, send: Send<PlannedSpan>) {
  const saved = state.get('traces');
  const spans = new RunSpans(saved?.remembered as TracesState | undefined);
  const feed = new JournalFeed({
    store,
    make: (events) =>
      withDependencies(
        events.flatMap((event) => spans.take(event)),
        store
      ),
    send,
    remembered: () => spans.save(),
    from: saved?.seq,
    save: (seq, remembered) => state.set('traces', { seq, remembered }),
  });
  return { ...bound(feed), forget: (text: string) => (spans.forget(text), feed.saveNow()) };
}

const addressOf = (config: ExportConfig, signal: ExportSignal) => shownAddress(config[signal]?.url ?? '');

/** In a sentence: what is sent where, or what is not and why. */
function health(config: ExportConfig, parts: readonly Part[]): Dependency & { gist: string } {
  const troubles = parts.flatMap(({ signal, stats }) => {
    const { problem, waiting, dropped } = stats();
    const rest = `${waiting > 0 ? `; ${waiting} events wait` : ''}${dropped > 0 ? `; ${dropped} were given up` : ''}`;
    return problem === undefined ? [] : [`${addressOf(config, signal)} ${problem}${rest}.`];
  });
  const going = EXPORT_SIGNALS.filter((signal) => config[signal]).map(
    (signal) => `${signal} to ${addressOf(config, signal)}`
  );
  const text = troubles.length > 0 ? [...new Set(troubles)].join(' ') : `The service sends its ${going.join(', ')}.`;
  // Without what changes all the time: the log says it once.
  const gist = troubles.join('').replaceAll(/\d+ (events wait|were given up)/g, '');
  return { name: 'export', state: troubles.length > 0 ? 'degraded' : 'ok', text, gist };
}
