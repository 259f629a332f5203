import type { FastifyInstance } from 'fastify';
import {
  annotationBody,
  annotationList,
  names,
  queryBody,
  searchBody,
  seriesList,
} from './grafana-schemas.ts';
import { bucketLength, metricNames, metricOf, readSeries } from './grafana-series.ts';
import type { HttpStore } from './http-store.ts';
import { always, answers, maxLimit, parameters } from './schemas.ts';

type Range = { readonly from: string; readonly to: string };
type QueryBody = {
  readonly range: Range;
  readonly intervalMs: number;
  readonly maxDataPoints: number;
  readonly targets: readonly { readonly target?: string; readonly hide?: boolean }[];
};
type AnnotationBody = {
  readonly range: Range;
  readonly annotation: { readonly name: string; readonly query?: string | null };
};

const prefix = '/api/v1/grafana';
const offeredServices = 100;
/** It comes back with each of up to a thousand incidents. */
const annotationCharacters = 4_096;

/** What Grafana's simple JSON data source asks for, below `/api/v1/grafana`. */
export function addGrafanaRoutes(app: FastifyInstance, store: () => HttpStore): void {
  app.get(
    prefix,
    {
      schema: {
        summary: "Grafana's test of the data source",
        querystring: parameters({}),
        response: answers(always({ status: { type: 'string' } }), 'It is there'),
      },
    },
    async () => ({ status: 'ok' }),
  );

  app.post<{ Body: { readonly target?: string } }>(
    `${prefix}/search`,
    {
      schema: {
        summary: 'Names of the metrics that hold the text',
        body: searchBody,
        response: answers(names, 'Names'),
      },
    },
    async ({ body }) => {
      const services = await store().services(offeredServices);
      const text = body.target?.toLowerCase() ?? '';
      return metricNames(services.map(({ service }) => service)).filter((name) =>
        name.toLowerCase().includes(text),
      );
    },
  );

  app.post<{ Body: QueryBody }>(
    `${prefix}/query`,
    {
      schema: {
        summary: 'Values over time, one series a target',
        body: queryBody,
        response: answers(seriesList, 'Series'),
      },
    },
    async ({ body }) => {
      const { from, to } = rangeOf(body.range);
      const metrics = body.targets
        .filter(({ target, hide }) => hide !== true && target !== undefined && target !== '')
        .map(({ target = '' }) => ({ target, metric: wantedMetric(target) }));
      const bucketMs = bucketLength(from, to, body.intervalMs, body.maxDataPoints);
      return await readSeries(store(), metrics, { from, to, bucketMs });
    },
  );

  app.post<{ Body: AnnotationBody }>(
    `${prefix}/annotations`,
    {
      schema: {
        summary: 'Incidents first seen in the range; the query may name one service',
        body: annotationBody,
        response: answers(annotationList, 'Annotations'),
      },
    },
    async ({ body: { range, annotation } }) => {
      const { from, to } = rangeOf(range);
      if (JSON.stringify(annotation).length > annotationCharacters)
        throw badRequest(`annotation has at most ${annotationCharacters} characters.`);
      const services = annotation.query ? [annotation.query] : [];
      const incidents = await store().newIncidents(from, to, services, maxLimit);
      return incidents.map(({ id, firstSeen, title, service, level, status, count }) => ({
        annotation,
        time: firstSeen,
        title,
        tags: [service, level, status],
        text: `Incident ${id}, ${count} ${count === 1 ? 'error' : 'errors'} so far`,
      }));
    },
  );
}

function wantedMetric(target: string) {
  const metric = metricOf(target);
  if (metric !== undefined) return metric;
  throw badRequest(`There is no metric "${target}"; POST ${prefix}/search lists them.`);
}

function rangeOf(range: Range): { readonly from: number; readonly to: number } {
  const from = Date.parse(range.from);
  const to = Date.parse(range.to);
  if (!(from < to)) throw badRequest('range.from has to be before range.to.');
  return { from, to };
}

function badRequest(message: string): Error {
  return Object.assign(new Error(message), { statusCode: 400 });
}
