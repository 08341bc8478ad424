// webpack's side of inline-worker.mjs. A pitching loader: the source itself is never read, esbuild reads it.
import { bundleWorker } from './inline-worker.mjs';

/** @this {import('webpack').LoaderContext<object>} */
export function pitch() {
  const done = this.async();
  bundleWorker(this.resourcePath).then(
    ({ code, inputs }) => {
      for (const input of inputs) {
        this.addDependency(input);
      }
      done(null, `export default ${JSON.stringify(code)};`);
    },
    (error) => done(error)
  );
}

export default function inlineWorkerLoader(source) {
  return source;
}
