import { type IngestContext } from '../context.ts';
import { type DecodedMetrics } from './decoded.ts';
import { addMetric, type RawMetric } from './metric.ts';
import { sourceOf } from './origin.ts';
import { readExponential, readHistogram, readNumber, readSummary } from './points-protobuf.ts';
import { type Reader } from './reader.ts';
import { readResources } from './resources-protobuf.ts';

/** Decodes an ExportMetricsServiceRequest. Throws a WireError where the bytes are no protobuf. */
export function decodeMetricsProtobuf(reader: Reader, receivedAt: number, context: IngestContext): DecodedMetrics {
  const decoded: DecodedMetrics = { points: [], rejected: [] };
  readResources(reader, context, (resource, scope) => {
    const source = sourceOf(resource, scope, context);
    return () => addMetric(decoded, source, context, receivedAt, readMetric(reader, context));
  });
  return decoded;
}

function readMetric(reader: Reader, context: IngestContext): RawMetric {
  const end = reader.limit();
  const metric: RawMetric = {
    name: '',
    unit: '',
    description: '',
    form: 'gauge',
    delta: false,
    monotonic: false,
    points: [],
  };
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        metric.name = reader.string();
        break;
      case 18:
        metric.description = reader.string();
        break;
      case 26:
        metric.unit = reader.string();
        break;
      case 42:
        readData(reader, metric, 'gauge', () => readNumber(reader, context));
        break;
      case 58:
        readData(reader, metric, 'sum', () => readNumber(reader, context));
        break;
      case 74:
        readData(reader, metric, 'histogram', () => readHistogram(reader, context));
        break;
      case 82:
        readData(reader, metric, 'histogram', () => readExponential(reader, context));
        break;
      case 90:
        readData(reader, metric, 'summary', () => readSummary(reader, context));
        break;
      default:
        reader.skip(tag);
    }
  }
  return metric;
}

function readData(
  reader: Reader,
  metric: RawMetric,
  form: RawMetric['form'],
  readPoint: () => RawMetric['points'][number]
): void {
  const end = reader.limit();
  metric.form = form;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        metric.points.push(readPoint());
        break;
      case 16:
        metric.delta = reader.varint() === 1;
        break;
      case 24:
        metric.monotonic = reader.varint() !== 0;
        break;
      default:
        reader.skip(tag);
    }
  }
}
