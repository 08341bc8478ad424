import Type from 'typebox';
import { Value } from 'typebox/value';

/** What Grafana's catalog asks of a plugin.json, in our own words; `checkPluginJson` says what is wrong in sentences. */

const ID = '^[0-9a-z]+-([0-9a-z]+-)?(app|panel|datasource)$';
const SEMVER_RANGE = '^[<>=~^|&0-9xX*.\\s-]+$';
/** A path inside the bundle: relative, without a dot or slash in front, never leading out. */
const PATH = '^(?![./])(?!.*\\.\\.)[\\w./-]+$';
const HTTPS = '^https://';
const strict = { additionalProperties: false } as const;

const Link = Type.Object({ name: Type.String({ minLength: 1 }), url: Type.String({ pattern: HTTPS }) }, strict);

const Info = Type.Object(
  {
    description: Type.String({ minLength: 20, maxLength: 200 }),
    author: Type.Object(
      { name: Type.String({ minLength: 1 }), url: Type.Optional(Type.String({ pattern: HTTPS })) },
      strict
    ),
    keywords: Type.Array(Type.String({ minLength: 2, maxLength: 40 }), {
      minItems: 3,
      maxItems: 20,
      uniqueItems: true,
    }),
    logos: Type.Object({ small: Type.String({ pattern: PATH }), large: Type.String({ pattern: PATH }) }, strict),
    links: Type.Optional(Type.Array(Link)),
    screenshots: Type.Optional(
      Type.Array(Type.Object({ name: Type.String({ minLength: 3 }), path: Type.String({ pattern: PATH }) }, strict))
    ),
    version: Type.String({ minLength: 1 }),
    updated: Type.String({ minLength: 1 }),
  },
  strict
);

const Include = Type.Object(
  {
    type: Type.Enum(['page', 'dashboard', 'panel', 'datasource']),
    name: Type.String({ minLength: 1 }),
    path: Type.String({ minLength: 1 }),
    role: Type.Optional(Type.Enum(['Viewer', 'Editor', 'Admin'])),
    addToNav: Type.Optional(Type.Boolean()),
    defaultNav: Type.Optional(Type.Boolean()),
    icon: Type.Optional(Type.String()),
  },
  strict
);

const PluginJson = Type.Object(
  {
    $schema: Type.Optional(Type.String({ pattern: HTTPS })),
    type: Type.Enum(['app', 'panel', 'datasource']),
    name: Type.String({ minLength: 3, maxLength: 60 }),
    id: Type.String({ pattern: ID }),
    info: Info,
    dependencies: Type.Object(
      {
        grafanaDependency: Type.String({ pattern: SEMVER_RANGE }),
        plugins: Type.Optional(
          Type.Array(Type.Object({ id: Type.String(), type: Type.String(), name: Type.String() }))
        ),
      },
      strict
    ),
    includes: Type.Optional(Type.Array(Include)),
    // What the types of plugins may say besides.
    autoEnabled: Type.Optional(Type.Boolean()),
    preload: Type.Optional(Type.Boolean()),
    skipDataQuery: Type.Optional(Type.Boolean()),
    suggestions: Type.Optional(Type.Boolean()),
    category: Type.Optional(
      Type.Enum(['tsdb', 'logging', 'cloud', 'tracing', 'profiling', 'sql', 'enterprise', 'iot', 'other'])
    ),
    backend: Type.Optional(Type.Boolean()),
    executable: Type.Optional(Type.String({ pattern: '^gpx_[a-z0-9_]+$' })),
    alerting: Type.Optional(Type.Boolean()),
    annotations: Type.Optional(Type.Boolean()),
    logs: Type.Optional(Type.Boolean()),
    metrics: Type.Optional(Type.Boolean()),
    streaming: Type.Optional(Type.Boolean()),
    tracing: Type.Optional(Type.Boolean()),
    // Written by Grafana's build; a development build is not for others.
    buildMode: Type.Optional(Type.Literal('production')),
    queryOptions: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
  },
  strict
);

export interface PluginJson {
  id: string;
  type: string;
  name: string;
  backend?: boolean;
  executable?: string;
  info: {
    description: string;
    version: string;
    updated: string;
    logos: { small: string; large: string };
    links?: Array<{ name: string; url: string }>;
    screenshots?: Array<{ name: string; path: string }>;
  };
  includes?: Array<{ type: string; name: string; path: string }>;
  dependencies: { grafanaDependency: string };
}

/** What is wrong with one plugin.json, a sentence each, beginning with `where`. */
export function checkPluginJson(json: unknown, where: string): string[] {
  const faults = Value.Errors(PluginJson, json).map(
    ({ instancePath, message }) => `${where}: ${instancePath || 'the file'} ${message}`
  );
  if (faults.length > 0) {
    return faults;
  }
  const { id, type, info, dependencies } = json as PluginJson;
  const sentences = info.description.split(/(?<=[.!?])\s+(?=[A-Z])/).length;
  return [
    ...(id.endsWith(`-${type}`) ? [] : [`${where}: the id ${id} does not end with its type, -${type}`]),
    ...(sentences > 2 ? [`${where}: the description has ${sentences} sentences; the catalog shows two at most`] : []),
    // A patch-only range would shut out the next minor version.
    ...(/^~|^\d|x/.test(dependencies.grafanaDependency) ? [`${where}: grafanaDependency is too narrow`] : []),
    ...(dependencies.grafanaDependency.includes('-0')
      ? []
      : [`${where}: grafanaDependency lacks “-0”: Cloud's versions`]),
  ];
}
