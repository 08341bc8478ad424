/** Hex digits for ids, repeatable. */
export function hexId(random: () => number, digits: number): string {
  let id = '';
  while (id.length < digits) {
    id += Math.floor(random() * 16).toString(16);
  }
  return id;
}
