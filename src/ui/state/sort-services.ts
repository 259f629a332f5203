import { otherServices } from '../../live/other-services.ts';
import type { ServiceStat } from './service-stats.ts';
import type { Sort } from './view.ts';

/** The order in which `s` goes through the columns. */
export const sorts: readonly Sort[] = ['errors', 'share', 'total', 'seen', 'name'];

/** Services with the most telling first; equal ones by name, so that the table does not jump; the others last. */
export function sortServices(services: readonly ServiceStat[], sort: Sort): readonly ServiceStat[] {
  const weight = weights[sort];
  return services.toSorted((a, b) => lastIfOther(a, b) || weight(b) - weight(a) || byName(a, b));
}

const weights: { readonly [sort in Sort]: (service: ServiceStat) => number } = {
  errors: (service) => service.errorsPerMinute,
  share: (service) => service.errorShare ?? -1,
  total: (service) => service.total,
  seen: (service) => service.lastError ?? 0,
  name: () => 0,
};

function lastIfOther(a: ServiceStat, b: ServiceStat): number {
  return Number(a.name === otherServices) - Number(b.name === otherServices);
}

function byName(a: ServiceStat, b: ServiceStat): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
