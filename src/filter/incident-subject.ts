import type { Incident } from '../types.ts';
import type { FilterSubject } from './filter.ts';

/** An incident as a filter sees it: words look at its title; what only errors have is missing. */
export function incidentSubject({ id, title, level, service, status }: Incident): FilterSubject {
  return {
    ...{ message: title, severity: level, service, status, incident: id },
    ...{ host: null, logger: null, exceptionType: null, traceId: null, fields: {} },
  };
}
