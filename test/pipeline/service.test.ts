import { expect, test } from 'vitest';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { aRawBatch, aRecord } from '../support/raw-batch.ts';

const headers = { service: Buffer.from('of-header') };

/** From the strongest to the weakest; each record lacks what the ones before it have. */
const names = [
  ['service.name', { 'service.name': 'a' }, 'a'],
  ['service', { service: 'b' }, 'b'],
  ['the name of a service object', { service: { name: 'c' } }, 'c'],
  ['serviceName', { serviceName: 'd' }, 'd'],
  ['app', { app: 'e' }, 'e'],
  ['application', { application: 'f' }, 'f'],
  ['@app', { '@app': 'g' }, 'g'],
  ['the container', { kubernetes: { container_name: 'h' } }, 'h'],
  ['host', { host: 'i' }, 'i'],
] as const;

test.each(names)('takes the service from %s', (_name, fields, service) => {
  const weaker = Object.assign(
    {},
    ...names.slice(names.findIndex(([, , other]) => other === service) + 1).map(([, other]) => other),
  );
  const value = { level: 'error', logger: 'j.k', ...weaker, ...fields };

  const { errors } = createPipeline()(aRawBatch([aRecord(value, { headers })]));

  expect(errors[0]?.service).toBe(service);
});

test.each([
  ['the Kafka header', { logger: 'orders.api' }, headers, 'of-header'],
  ["the logger's first part", { logger: 'orders.api' }, undefined, 'orders'],
  ["a Java logger's part after the domain", { logger: 'com.shop.Tax' }, undefined, 'shop'],
  ['the topic', { logger: 'c.s.Tax' }, undefined, 'application-logs'],
  ['the topic', {}, undefined, 'application-logs'],
])('falls back to %s', (_name, fields, some, service) => {
  const record = aRecord({ level: 'error', ...fields }, some && { headers: some });

  const { errors } = createPipeline()(aRawBatch([record]));

  expect(errors[0]?.service).toBe(service);
});

test.each([' ', '', null, false, {}])('does not take %j for a service', (service) => {
  const { errors } = createPipeline()(aRawBatch([{ level: 'error', service }]));

  expect(errors[0]?.service).toBe('application-logs');
});
