/** `import source from './x.worker.ts?inline-worker'`: the bundled worker program as text (see scripts/build/inline-worker.mjs). */
declare module '*?inline-worker' {
  const source: string;
  export default source;
}
