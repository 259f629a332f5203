import { expect, test } from 'vitest';
import {
  formatTraceparent,
  newSpan,
  parseTraceparent,
} from '../../demo-stack/instrumentation/traceparent.ts';
import { createTracing } from '../../demo-stack/instrumentation/tracing.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const header = `00-${traceId}-00f067aa0ba902b7-01`;

test('reads a traceparent and writes it again', () => {
  const trace = parseTraceparent(header);

  expect(trace).toEqual({ traceId, spanId: '00f067aa0ba902b7', flags: '01' });
  expect(trace && formatTraceparent(trace)).toBe(header);
});

test.each([
  undefined,
  '',
  'nonsense',
  `ff-${traceId}-00f067aa0ba902b7-01`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  header.toUpperCase(),
])('begins a new trace instead of going on with %s', (text) => {
  const trace = newSpan(parseTraceparent(text));

  expect(parseTraceparent(text)).toBeUndefined();
  expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
  expect(trace.traceId).not.toBe(traceId);
});

test('hands the trace on with a span of its own, also after waiting, and nothing outside of it', async () => {
  const tracing = createTracing();

  const inside = await tracing.within(tracing.begin(header), async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return tracing.headers().traceparent;
  });

  expect(inside).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[\\da-f]{16}-01$`));
  expect(tracing.headers()).toEqual({});
});
