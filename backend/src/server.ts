import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type AddressInfo } from 'node:net';
import { type FastifyBaseLogger } from 'fastify';
import { type App, buildApp } from './app.ts';
import { type Config, storeOptions } from './config.ts';
import { type Exporter } from './export/exporter.ts';
import { type LogLines } from './export/log-lines.ts';
import { sendsToItself } from './export/sends-to-itself.ts';
import { OtlpForwarder } from './forward/otlp-forwarder.ts';
import { startHostSampler } from './ingest/host/sampler.ts';
import { LiveHub } from './live/hub.ts';
import { Metrics } from './metrics/metrics.ts';
import { type PagesOptions } from './routes/pages/index.ts';
import { countFromJournal } from './service/count-history.ts';
import { controlToken, openDataFolder, removeServiceFile, writeServiceFile } from './service/data-folder.ts';
import { EngineNews } from './service/engine-news.ts';
import { EXIT, ExitError } from './service/exit.ts';
import { startIdleMemory } from './service/idle-memory.ts';
import { Imports } from './service/imports.ts';
import { refreshProjectMetrics } from './service/project-metrics.ts';
import { Projects } from './service/projects.ts';
import { type ReadyReport } from './service/readiness.ts';
import { checkReadiness } from './service/readiness-check.ts';
import { purgeLeftovers } from './service/purge-leftovers.ts';
import { startRecorder } from './service/recorder.ts';
import { refreshUpstreams } from './service/upstream-metrics.ts';
import { refreshWorkMetrics } from './service/work-metrics.ts';
import { openStoreOrExplain } from './service/open-store.ts';
import { startOutboxCollector } from './service/outbox-collector.ts';
import { startRunCollector } from './service/run-collector.ts';
import { startSpoolCollector } from './service/spool-collector.ts';
import { type PartHealth, type Store } from './store/types.ts';
import { isLoopback, urlOf } from './util/loopback.ts';
import { packageVersion } from './util/package-root.ts';

export interface RunningService {
  url: string;
  app: App;
  /** Ends everything in order: no new requests, files no longer followed, everything accepted on disk. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  log: FastifyBaseLogger;
  pages?: PagesOptions;
  /** The lines of `log`, where they may be sent, too. */
  lines?: LogLines;
}

/** Starts the whole service, or nothing: rejects with an `ExitError` whose message is a sentence. */
export async function startService(config: Config, { log, pages, lines }: ServiceOptions): Promise<RunningService> {
  if (!isLoopback(config.host) && config.token === undefined) {
    throw new ExitError(
      EXIT.config,
      `Listening on ${config.host} lets others on the network in, so it needs a token: set TASKMASTER_OBSERVE_TOKEN (or --token-file), or listen on 127.0.0.1.`
    );
  }
  for (const path of config.projects) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new ExitError(
        EXIT.noInput,
        `There is no folder ${path}: give --project the folder that holds .taskmaster.`
      );
    }
  }
  openDataFolder(config.data);
  const secret = controlToken(config.data, config.controlToken);
  const closers: Array<() => Promise<void> | void> = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.reverse()) {
      await close();
    }
  };
  try {
    const store = await openStoreOrExplain(storeOptions(config));
    closers.push(() => store.close());
    await sayTrouble(store, log);
    const metrics = new Metrics(config.environment);
    const hub = await LiveHub.open(store, (error) => log.error({ err: error }, 'Changed rows could not be read'));
    const forwarder = config.forwardOtlp ? new OtlpForwarder({ url: config.forwardOtlp }) : undefined;
    if (forwarder) {
      closers.push(() => forwarder.close());
    }
    const imports = new Imports({ store, log, dataDir: config.data, sinceMs: config.importSinceMs });
    const projects = new Projects({
      store,
      log,
      onFollowed: ({ project }) => config.importHistory && imports.automatic(project),
    });
    const spool = startSpoolCollector({ store, log, dataDir: config.data });
    closers.push(() => spool.stop());
    const outbox = startOutboxCollector({ store, log, dataDir: config.data });
    closers.push(() => outbox.stop());
    const runs = startRunCollector({ store, log, dataDir: config.data });
    closers.push(() => runs.stop());
    let exporter: Exporter | undefined;
    const readiness = (): Promise<ReadyReport> =>
      checkReadiness({
        store,
        metrics,
        forwarder,
        exporter: () => exporter?.health(),
        dataDir: config.data,
        projects: () => projects.health(),
        spool: () => spool.health(),
      });
    let recorder: ReturnType<typeof startRecorder> | undefined;
    const app = await buildApp({
      host: config.host,
      allowedHosts: config.allowedHosts,
      token: config.token,
      controlToken: secret,
      logger: log,
      pages,
      context: {
        store,
        hub,
        metrics,
        forwarder,
        dataDir: config.data,
        readiness,
        purged: async ({ project, run, matching }) => {
          const name = matching ?? run ?? project;
          if (name !== undefined) {
            await exporter?.forget(name);
          }
          if (matching !== undefined) {
            await metrics.forget(matching);
            await recorder?.save();
            const files = await purgeLeftovers(config.data, matching);
            log.info({ files }, 'Records that contain a text were deleted');
          }
        },
        importHistory: async (request) => {
          await projects.follow(request.path);
          return imports.asked(request);
        },
      },
    });
    closers.push(() => app.close());
    metrics.refreshWith(() => refreshLive(metrics, hub, forwarder));
    metrics.refreshWith(async () => void (await readiness())); // sets the health gauges
    const news = new EngineNews(log);
    metrics.refreshWith(() => refreshUpstreams(metrics, store, news));
    refreshProjectMetrics(metrics, store);
    refreshWorkMetrics(metrics, store, config.budgets);
    await listen(app, config);
    const url = urlOf(config.host, (app.server.address() as AddressInfo).port);
    writeServiceFile(config.data, { pid: process.pid, url, version: packageVersion(), startedAt: Date.now() });
    closers.push(() => removeServiceFile(config.data));

    const stateFile = join(config.data, 'metrics-state.json');
    const counting = countFromJournal(metrics, store, stateFile);
    recorder = startRecorder(metrics, store, stateFile, log);
    closers.push(() => recorder?.stop());
    closers.push(async () => (await counting)());
    const host = await startHostSampler({
      store,
      metrics,
      log,
      dataDir: config.data,
      intervalMs: config.hostIntervalMs,
    });
    closers.push(() => host.stop());
    closers.push(() => imports.close());
    closers.push(() => projects.close());
    exporter = await startSending({ config, store, metrics, log, url, lines });
    if (exporter) {
      metrics.refreshWith(() => exporter?.refresh());
      closers.push(() => exporter?.close());
    }
    await runs.caughtUp;
    await follow(config, projects, log);
    const idle = startIdleMemory();
    closers.push(() => idle.stop());
    return { url, app, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Begins to send the service's own telemetry where that is configured. What it needs for that is loaded only then. */
async function startSending(about: {
  config: Config;
  store: Store;
  metrics: Metrics;
  log: FastifyBaseLogger;
  url: string;
  lines?: LogLines;
}): Promise<Exporter | undefined> {
  const { config, url, lines, ...parts } = about;
  if (config.export && !sendsToItself(config.export, url)) {
    const { startExporter } = await import('./export/exporter.ts');
    return startExporter({ ...parts, config: config.export, dataDir: config.data, lines });
  }
  if (config.export) {
    parts.log.warn(
      'The service would send its telemetry to itself, so it sends none: name a Collector in “export.url”.'
    );
  }
  lines?.listen(undefined);
  return undefined;
}

/** What is wrong from the start (a damaged file set aside, a clock put back) stands in the log, too. */
async function sayTrouble(store: Store, log: FastifyBaseLogger): Promise<void> {
  const parts = Object.values(await store.health()) as PartHealth[];
  const texts = parts.filter(({ state }) => state !== 'ok').map(({ text }) => text);
  new Set(texts).forEach((text) => log.warn(text));
}

async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new ExitError(
        EXIT.unavailable,
        `Port ${port} on ${host} is taken by another program (this service, perhaps: see “taskmaster-observe status”). Choose another one with --port.`
      );
    }
    const reason =
      code === 'EACCES'
        ? 'this user may not use that port'
        : code === 'EADDRNOTAVAIL'
          ? 'this machine has no such address'
          : message;
    throw new ExitError(EXIT.unavailable, `The service cannot listen on ${host}, port ${port}: ${reason}.`);
  }
}

/** The named projects now, those known from before in the background: they may be many. */
async function follow(config: Config, projects: Projects, log: FastifyBaseLogger): Promise<void> {
  for (const path of config.projects) {
    try {
      await projects.follow(path);
    } catch (error) {
      throw new ExitError(EXIT.noInput, (error as Error).message);
    }
  }
  void projects
    .followKnown()
    .catch((error: unknown) => log.warn({ err: error }, 'Known projects could not be followed'));
}

function refreshLive(metrics: Metrics, hub: LiveHub, forwarder: OtlpForwarder | undefined): void {
  const { liveClients, forwarderQueue, forwarderBodies } = metrics.own;
  liveClients.reset();
  for (const labels of hub.counts()) {
    liveClients.inc(labels);
  }
  if (forwarder) {
    const { queuedBytes, sent, refused, dropped, retries } = forwarder.stats();
    forwarderQueue.set(queuedBytes);
    Object.entries({ sent, refused, dropped, retried: retries }).forEach(([outcome, count]) =>
      forwarderBodies.set({ outcome }, count)
    );
  }
}
