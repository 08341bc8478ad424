/** Lets at most so many different values of a label through; what comes later is `other`. Keeps series bounded. */
export class BoundedLabel {
  readonly #seen = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  of(value: string | undefined, missing = 'unknown'): string {
    if (value === undefined || value === '') {
      return missing;
    }
    const text = value.slice(0, 80);
    if (this.#seen.has(text)) {
      return text;
    }
    if (this.#seen.size >= this.#most) {
      return 'other';
    }
    this.#seen.add(text);
    return text;
  }
}
