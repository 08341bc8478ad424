import { type Attributes } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { takeAttributes } from './attributes-json.ts';
import { isObject, objectsIn, type JsonObject } from './json.ts';
import { sourceOf, type Source } from './origin.ts';

/** Walks resources and scopes of a request in JSON; calls `visit` with each scope and where it came from. */
export function eachScope(
  body: unknown,
  resourcesName: string,
  scopeNames: string[],
  context: IngestContext,
  visit: (source: Source, scope: JsonObject) => void
): void {
  for (const entry of objectsIn(body, resourcesName)) {
    const resource: Attributes = {};
    takeAttributes(isObject(entry.resource) ? entry.resource.attributes : undefined, resource, context);
    for (const scope of objectsIn(entry, ...scopeNames)) {
      const named = scope.scope ?? scope.instrumentationLibrary;
      const name = isObject(named) && typeof named.name === 'string' ? named.name : undefined;
      visit(sourceOf(resource, name, context), scope);
    }
  }
}
