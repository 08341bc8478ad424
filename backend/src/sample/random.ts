/** Repeatable numbers in [0, 1): mulberry32, so that the sample is the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Hex digits for ids, repeatable. */
export function hexId(random: () => number, digits: number): string {
  let id = '';
  while (id.length < digits) {
    id += Math.floor(random() * 16).toString(16);
  }
  return id;
}
