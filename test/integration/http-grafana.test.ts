import { expect, test } from 'vitest';
import { iso } from '../../src/output/json-lines.ts';
import { aFilledHttp, pastStart } from '../support/an-http.ts';

const minuteMs = 60_000;
const range = { from: iso(pastStart), to: iso(pastStart + 9 * minuteMs) };
type Answered = { readonly target: string; readonly datapoints: readonly (readonly [number, number])[] };

test("passes Grafana's test of the data source and names the metrics", async () => {
  const { app } = await aFilledHttp();

  const reached = await app.inject('/api/v1/grafana');
  const all = await app.inject({ method: 'POST', url: '/api/v1/grafana/search', payload: { target: '' } });
  const some = await app.inject({
    method: 'POST',
    url: '/api/v1/grafana/search',
    payload: { target: 'BILL' },
  });

  expect(reached.json()).toEqual({ status: 'ok' });
  expect(all.json()).toEqual([
    'total_errors',
    'records_processed',
    'errors_by_level:CRITICAL',
    'errors_by_level:ERROR',
    'errors_by_level:EXCEPTION',
    'errors_by_service:billing',
    'errors_by_service:search',
  ]);
  expect(some.json()).toEqual(['errors_by_service:billing']);
});

test('answers a series a target, with zeros where nothing happened, as Grafana asks for it', async () => {
  const { app } = await aFilledHttp();
  const target = (name: string) => ({ target: name, refId: 'A', type: 'timeserie' });
  const payload = {
    panelId: 1,
    range: { ...range, raw: { from: 'now-6h', to: 'now' } },
    rangeRaw: { from: 'now-6h', to: 'now' },
    interval: '30s',
    intervalMs: 30_000,
    maxDataPoints: 100,
    format: 'json',
    adhocFilters: [],
    targets: [
      target('total_errors'),
      target('errors_by_level:CRITICAL'),
      target('errors_by_service:billing'),
      { ...target('records_processed'), hide: true },
    ],
  };

  const answer = await app.inject({ method: 'POST', url: '/api/v1/grafana/query', payload });

  const minutes = (values: readonly number[]) => values.map((value, i) => [value, pastStart + i * minuteMs]);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual([
    { target: 'total_errors', datapoints: minutes([1, 1, 0, 0, 0, 0, 0, 1, 0]) },
    { target: 'errors_by_level:CRITICAL', datapoints: minutes([0, 0, 0, 0, 0, 0, 0, 1, 0]) },
    { target: 'errors_by_service:billing', datapoints: minutes([1, 1, 0, 0, 0, 0, 0, 0, 0]) },
  ]);
});

test('keeps to so many points within the range and loses no error', async () => {
  const { app } = await aFilledHttp();
  const from = pastStart + 30_000;
  const to = pastStart + 7 * minuteMs + 1_000;
  for (const maxDataPoints of [1, 2, 3, 4, 7, 100]) {
    const payload = {
      range: { from: iso(from), to: iso(to) },
      maxDataPoints,
      targets: [{ target: 'total_errors' }],
    };

    const answer = await app.inject({ method: 'POST', url: '/api/v1/grafana/query', payload });

    const [series] = answer.json<Answered[]>();
    const times = series?.datapoints.map(([, at]) => at) ?? [];
    expect(times.length).toBeLessThanOrEqual(Math.max(maxDataPoints, 2)); // a range may cross a bucket's edge
    expect(times.every((at) => at >= from && at < to)).toBe(true);
    expect(series?.datapoints.reduce((sum, [value]) => sum + value, 0)).toBe(3);
  }
});

test('answers the incidents first seen in the range as annotations', async () => {
  const { app } = await aFilledHttp();
  const ask = (annotation: object, until: number) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/grafana/annotations',
      payload: { range: { from: iso(pastStart), to: iso(until) }, annotation },
    });

  const all = await ask({ name: 'incidents', enable: true, query: '' }, pastStart + 9 * minuteMs);
  const one = await ask({ name: 'incidents', query: 'search' }, pastStart + 9 * minuteMs);
  const early = await ask({ name: 'incidents' }, pastStart + 7 * minuteMs);

  const billing = {
    annotation: { name: 'incidents', enable: true, query: '' },
    time: pastStart,
    title: 'Declined: card declined',
    tags: ['billing', 'ERROR', 'NEW'],
    text: 'Incident aaaa000000000001, 2 errors so far',
  };
  const search = {
    ...billing,
    time: pastStart + 7 * minuteMs,
    title: 'slow',
    tags: ['search', 'CRITICAL', 'NEW'],
    text: 'Incident cccc000000000003, 1 error so far',
  };
  expect(all.json()).toEqual([search, billing]);
  expect(one.json()).toEqual([{ ...search, annotation: { name: 'incidents', query: 'search' } }]);
  expect(early.json()).toEqual([{ ...billing, annotation: { name: 'incidents' } }]);
});
