/** A setting that cannot be used. The message is a sentence naming the setting and what was expected. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}
