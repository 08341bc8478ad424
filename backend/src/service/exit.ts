/** Exit codes, after sysexits(3); docs/cli.md lists them. */
export const EXIT = {
  ok: 0,
  /** A check said no: not ready, differences left. */
  failed: 1,
  usage: 64,
  /** The data folder holds something that cannot be read. */
  data: 65,
  /** A file or folder that was named does not exist. */
  noInput: 66,
  /** The service is not running, or its port is taken. */
  unavailable: 69,
  internal: 70,
  /** The data folder cannot be written. */
  cannotCreate: 73,
  /** The disk is full or failing. */
  io: 74,
  /** Another instance holds the data folder; try again when it has gone. */
  temporary: 75,
  /** The token is missing or wrong. */
  permission: 77,
  config: 78,
} as const;

/** Ends the command with a sentence and a code. */
export class ExitError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = 'ExitError';
    this.exitCode = exitCode;
  }
}
