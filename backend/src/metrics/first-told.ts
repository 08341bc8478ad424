const MOST = 20_000;

/**
 * Whether something is told for the first time: hooks, log events and spans say the same end of a tool call or sub-agent one after the
 * other, within seconds. Remembers the newest 20,000; what has no id is always new.
 */
export class FirstTold {
  readonly #seen = new Set<string>();

  isNew(kind: string, session: string | undefined, id: unknown): boolean {
    if (typeof id !== 'string' || id === '') {
      return true;
    }
    const key = `${kind}\n${session ?? ''}\n${id}`;
    if (this.#seen.has(key)) {
      return false;
    }
    this.#seen.add(key);
    if (this.#seen.size > MOST) {
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest); // sets keep the order of insertion
        break;
      }
    }
    return true;
  }
}
