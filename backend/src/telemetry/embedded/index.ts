export { openTelemetryReader, type TelemetryReader } from './reader.ts';
export { openTelemetryWriter, type TelemetryRecords, type TelemetryWriter } from './writer.ts';
