/** What a waiting task of a status waits for; one that waits for no other is there because it is marked blocked. */
export function heldUpBy(waitsFor: unknown): string {
  const ids = Array.isArray(waitsFor) ? waitsFor.map(String) : [];
  return ids.length > 0 ? `for ${ids.join(', ')}` : 'marked blocked in the task file';
}
