/** Looks every so often, as long as there is a reason to; keeps no process alive. */
export class Watch {
  readonly #everyMs: number;
  readonly #look: () => Promise<boolean>;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** `look` never rejects; it says whether there is to be another look. The first is `everyMs` after `start`. */
  constructor(everyMs: number, look: () => Promise<boolean>) {
    this.#everyMs = everyMs;
    this.#look = look;
  }

  /** Does nothing where it has begun already. */
  start(): void {
    if (!this.#stopped && this.#timer === undefined) {
      this.#timer = setTimeout(() => void this.#turn(), this.#everyMs).unref();
    }
  }

  /** For good. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #turn(): Promise<void> {
    const again = await this.#look();
    this.#timer = undefined;
    if (again) {
      this.start();
    }
  }
}
