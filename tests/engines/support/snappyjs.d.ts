declare module 'snappyjs' {
  const snappy: { compress(data: Uint8Array): Uint8Array };
  export default snappy;
}
