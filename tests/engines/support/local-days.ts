/** Distance of a zone's clock from UTC at a moment, ms. */
function offsetAt(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - at;
}

/** When a calendar day (as UTC's midnight of it) begins in a zone, epoch ms; of days without midnight a moment beside it. */
export function midnightIn(zone: string, day: number): number {
  const guess = day - offsetAt(zone, day);
  return day - offsetAt(zone, guess);
}
