/** Orders in time, as fields of events and logs take them. */
export const ORDERS = [
  { value: 'desc', label: 'Latest first' },
  { value: 'asc', label: 'Earliest first' },
] as const;
