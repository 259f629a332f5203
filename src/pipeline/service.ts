import type { Context, JsonObject, Taken } from './formats/format.ts';
import { firstText, type Path, paths } from './formats/lookup.ts';
import { headerText } from './headers.ts';

const namedService = paths(
  'service.name',
  'service',
  'serviceName',
  'service_name',
  'app',
  'application',
  '@app',
  'app_name',
  'appName',
  'Application',
  'Properties.Application',
);
const container = paths(
  'kubernetes.labels.app',
  'kubernetes.container_name',
  'kubernetes.container.name',
  'container.name',
  'container_name',
  'container',
);
const host = paths('host', 'host.name', 'hostname');
const none: readonly Path[] = [];

/**
 * The service that wrote a record: what the record calls one, then the names of its format, the container (also that
 * of the envelope around the line) or host, the Kafka header `service`, the first part of the logger's name, the topic.
 */
export function serviceOf(
  record: JsonObject,
  context: Context,
  ofFormat: readonly Path[] = none,
  logger: readonly Path[] = none,
): Taken<string> {
  const { service } = record;
  // Nearly every record has just this; the rest is tried for those that don't.
  if (typeof service === 'string' && service.trim() !== '' && record['service.name'] === undefined) {
    return { value: service, from: 'service' };
  }
  return (
    firstText(record, namedService) ??
    firstText(record, ofFormat) ??
    firstText(record, container) ??
    serviceInWrapper(context) ??
    firstText(record, host) ??
    serviceInHeader(context) ??
    ofLogger(firstText(record, logger)) ?? { value: context.topic, from: 'topic' }
  );
}

/** The service of a text record, whose line names none: envelope, header, logger, topic. */
export function serviceOfText(context: Context, logger: Taken<string> | undefined): Taken<string> {
  return (
    serviceInWrapper(context) ??
    serviceInHeader(context) ??
    ofLogger(logger) ?? { value: context.topic, from: 'topic' }
  );
}

/** What tells one stream of lines from another: the container or host around them, or the header `service`. */
export function serviceInEnvelope(context: Context): Taken<string> | undefined {
  return serviceInWrapper(context) ?? serviceInHeader(context);
}

/** Before the record's own host, which inside a container is the container's random id. */
function serviceInWrapper({ wrapper }: Context): Taken<string> | undefined {
  const named =
    wrapper &&
    (firstText(wrapper, namedService) ?? firstText(wrapper, container) ?? firstText(wrapper, host));
  return named && { value: named.value, from: `envelope ${named.from}` };
}

function serviceInHeader(context: Context): Taken<string> | undefined {
  const header = headerText(context.headers, 'service');
  return header === undefined || header.trim() === ''
    ? undefined
    : { value: header, from: 'Kafka header service' };
}

/** `orders.api` is of `orders`; of `com.shop.Tax` the domain's ending says nothing; `c.s.Tax` is too short to tell. */
function ofLogger(logger: Taken<string> | undefined): Taken<string> | undefined {
  if (!logger) return undefined;
  const parts = logger.value.split(/[.:/\\]+/).filter((part) => part !== '');
  const reverseDomain =
    parts.length > 2 && /^(?:com|org|net|io|edu|gov|dev|de|fr|nl|ch|uk|eu)$/.test(parts[0] ?? '');
  const value = parts[reverseDomain ? 1 : 0];
  return value === undefined || (value.length === 1 && parts.length > 1)
    ? undefined
    : { value, from: `first part of ${logger.from}` };
}
