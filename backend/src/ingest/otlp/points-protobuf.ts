import { type HistogramValue } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { readAttribute } from './attributes-protobuf.ts';
import { bucketProblem, explicitBuckets, withStatistics, type ExponentialBuckets } from './buckets.ts';
import { type RawPoint } from './metric.ts';
import { type Reader } from './reader.ts';

const newPoint = (): RawPoint => ({ start: 0, time: 0, flags: 0, attributes: {} });

/** Reads a NumberDataPoint. */
export function readNumber(reader: Reader, context: IngestContext): RawPoint {
  const end = reader.limit();
  const point = newPoint();
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 17:
        point.start = reader.fixed64();
        break;
      case 25:
        point.time = reader.fixed64();
        break;
      case 33:
        point.value = reader.double();
        break;
      case 49:
        point.value = reader.sfixed64();
        break;
      case 58:
        readAttribute(reader, point.attributes, context);
        break;
      case 64:
        point.flags = reader.varint();
        break;
      default:
        reader.skip(tag);
    }
  }
  return point;
}

/** Reads a HistogramDataPoint. */
export function readHistogram(reader: Reader, context: IngestContext): RawPoint {
  const end = reader.limit();
  const point = newPoint();
  const value: HistogramValue = { count: 0, sum: 0, bounds: [], counts: [] };
  let min: number | undefined;
  let max: number | undefined;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 17:
        point.start = reader.fixed64();
        break;
      case 25:
        point.time = reader.fixed64();
        break;
      case 33:
        value.count = reader.fixed64();
        break;
      case 41:
        value.sum = reader.double();
        break;
      case 50:
        readPacked(reader, value.counts, () => reader.fixed64());
        break;
      case 49:
        value.counts.push(reader.fixed64());
        break;
      case 58:
        readPacked(reader, value.bounds, () => reader.double());
        break;
      case 57:
        value.bounds.push(reader.double());
        break;
      case 74:
        readAttribute(reader, point.attributes, context);
        break;
      case 80:
        point.flags = reader.varint();
        break;
      case 89:
        min = reader.double();
        break;
      case 97:
        max = reader.double();
        break;
      default:
        reader.skip(tag);
    }
  }
  return finishHistogram(point, value, min, max);
}

/** A histogram without buckets (allowed: only count and sum) gets the one that holds everything. */
export function finishHistogram(
  point: RawPoint,
  value: HistogramValue,
  min: number | undefined,
  max: number | undefined
): RawPoint {
  if (value.counts.length === 0 && value.bounds.length === 0) {
    value.counts = [value.count];
  }
  point.histogram = withStatistics(value, min, max);
  point.problem = bucketProblem(value);
  return point;
}

/** Reads an ExponentialHistogramDataPoint; its buckets become explicit ones. */
export function readExponential(reader: Reader, context: IngestContext): RawPoint {
  const end = reader.limit();
  const point = newPoint();
  const from = {
    scale: 0,
    count: 0,
    sum: 0,
    zeroCount: 0,
    zeroThreshold: 0,
    positive: { offset: 0, counts: [] } as ExponentialBuckets,
    negative: { offset: 0, counts: [] } as ExponentialBuckets,
  };
  let min: number | undefined;
  let max: number | undefined;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        readAttribute(reader, point.attributes, context);
        break;
      case 17:
        point.start = reader.fixed64();
        break;
      case 25:
        point.time = reader.fixed64();
        break;
      case 33:
        from.count = reader.fixed64();
        break;
      case 41:
        from.sum = reader.double();
        break;
      case 48:
        from.scale = zigzag(reader.varint());
        break;
      case 57:
        from.zeroCount = reader.fixed64();
        break;
      case 66:
        from.positive = readBuckets(reader);
        break;
      case 74:
        from.negative = readBuckets(reader);
        break;
      case 80:
        point.flags = reader.varint();
        break;
      case 97:
        min = reader.double();
        break;
      case 105:
        max = reader.double();
        break;
      case 113:
        from.zeroThreshold = reader.double();
        break;
      default:
        reader.skip(tag);
    }
  }
  point.histogram = explicitBuckets({ ...from, min, max });
  point.problem = bucketProblem(point.histogram);
  return point;
}

function readBuckets(reader: Reader): ExponentialBuckets {
  const end = reader.limit();
  const buckets: ExponentialBuckets = { offset: 0, counts: [] };
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        buckets.offset = zigzag(reader.varint());
        break;
      case 18:
        readPacked(reader, buckets.counts, () => reader.varint());
        break;
      case 16:
        buckets.counts.push(reader.varint());
        break;
      default:
        reader.skip(tag);
    }
  }
  return buckets;
}

/** Reads a SummaryDataPoint. */
export function readSummary(reader: Reader, context: IngestContext): RawPoint {
  const end = reader.limit();
  const point = newPoint();
  const summary = { count: 0, sum: 0, quantiles: [] as Array<[number, number]> };
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 17:
        point.start = reader.fixed64();
        break;
      case 25:
        point.time = reader.fixed64();
        break;
      case 33:
        summary.count = reader.fixed64();
        break;
      case 41:
        summary.sum = reader.double();
        break;
      case 50:
        summary.quantiles.push(readQuantile(reader));
        break;
      case 58:
        readAttribute(reader, point.attributes, context);
        break;
      case 64:
        point.flags = reader.varint();
        break;
      default:
        reader.skip(tag);
    }
  }
  point.summary = summary;
  return point;
}

function readQuantile(reader: Reader): [number, number] {
  const end = reader.limit();
  const pair: [number, number] = [0, 0];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 9) {
      pair[0] = reader.double();
    } else if (tag === 17) {
      pair[1] = reader.double();
    } else {
      reader.skip(tag);
    }
  }
  return pair;
}

function readPacked(reader: Reader, into: number[], read: () => number): void {
  const end = reader.limit();
  while (reader.pos < end) {
    into.push(read());
  }
}

function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
