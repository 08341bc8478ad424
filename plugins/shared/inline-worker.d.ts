/** A worker's bundled source as text, ready for a Blob URL; the build makes it from the file before the `?`. */
declare module '*?inline-worker' {
  const source: string;
  export default source;
}
