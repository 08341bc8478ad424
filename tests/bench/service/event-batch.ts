/** NDJSON of 1,000 telemetry events whose ids and times are written anew, in place, for every sending. */

const DIGITS = 13;

export interface EventBatch {
  body: Buffer;
  ids: number[];
  times: number[];
}

/** @param template one event with `@ID@` (13 digits) inside its id and `"@AT@"` for its time */
export function makeEventBatch(size: number, template: (index: number) => unknown): EventBatch {
  const id = '0'.repeat(DIGITS);
  const lines = Array.from({ length: size }, (_, index) =>
    JSON.stringify(template(index)).replace('@ID@', `i${id}`).replace('"@AT@"', '1'.padEnd(DIGITS, '9'))
  );
  const body = Buffer.from(`${lines.join('\n')}\n`);
  const batch: EventBatch = { body, ids: [], times: [] };
  for (let at = body.indexOf(`i${id}`); at !== -1; at = body.indexOf(`i${id}`, at + 1)) {
    batch.ids.push(at + 1);
  }
  const time = '1'.padEnd(DIGITS, '9');
  for (let at = body.indexOf(time); at !== -1; at = body.indexOf(time, at + 1)) {
    batch.times.push(at);
  }
  return batch;
}

/** A copy in which no id was sent before (`round` must differ) and every event happens now. */
export function refreshEvents(batch: EventBatch, round: number, now: number): Buffer {
  const body = Buffer.from(batch.body);
  const time = String(now);
  for (const [index, at] of batch.ids.entries()) {
    body.write(String(round * batch.ids.length + index).padStart(DIGITS, '0'), at, 'latin1');
    body.write(time, batch.times[index] as number, 'latin1');
  }
  return body;
}
