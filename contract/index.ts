export * from './columns.ts';
export * from './events.ts';
export * from './frames.ts';
export * from './live.ts';
export * from './queries.ts';
export * from './series.ts';
export * from './status.ts';
