import type { Wish } from './past.ts';
import { incidentOf, type View } from './view.ts';

/** Lengths of the timeline's buckets, and how many of them are shown. */
export const zooms = [
  { label: 'by minute, 3 h', bucketMs: 60_000, buckets: 180 },
  { label: 'by 5 minutes, 24 h', bucketMs: 300_000, buckets: 288 },
  { label: 'by hour, 7 days', bucketMs: 3_600_000, buckets: 168 },
] as const;

/** Incidents that are asked for; the filter looks at these. */
export const mostIncidents = 1_000;

/** What of the past the screen shows, given what the user has chosen. */
export function wishOf(view: View): Wish {
  const page = view.pages.findLast((each) => incidentOf(each) !== null);
  const incident = page && incidentOf(page);
  const services = view.onlyService === null ? [] : [view.onlyService];
  const zoom = zooms[view.zoom];
  return {
    incidents:
      view.tab === 'incidents'
        ? {
            sort: view.incidentSort,
            limit: mostIncidents,
            ...(services.length === 0 ? {} : { services }),
          }
        : null,
    timeline:
      view.tab === 'timeline' && zoom ? { bucketMs: zoom.bucketMs, buckets: zoom.buckets, services } : null,
    incident: incident ? { id: incident, occurrences: page.name === 'incident' ? page.limit : 0 } : null,
    held: page?.name === 'incident' ? page.occurrence : null,
  };
}
