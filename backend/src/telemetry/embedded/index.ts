export { openTelemetryReader, type TelemetryReader } from './reader.ts';
export {
  openTelemetryWriter,
  type TelemetryRecords,
  type TelemetryWriter,
  type TelemetryWriterOptions,
} from './writer.ts';
