import { visible } from '../../text/visible.ts';
import { Lines } from '../components/lines.tsx';
import { incidentLine, incidentsHead } from '../text/incident-line.ts';
import type { Frame } from './compose.ts';

/** One row a problem, or why there is none. */
export function IncidentList({ frame }: { readonly frame: Frame }) {
  const { layout, incidents, view, format, trendOf, now, paint } = frame;
  const { width, list: height } = layout;
  const { rows, top, selected, loaded, problem } = incidents;
  const failed = problem === null ? [] : [paint.warn(` ! ${visible(problem)}`)];
  const marked = view.pane === 'list' ? selected : -1;
  const drawn = rows.slice(top, top + height - 1 - failed.length);
  const lines = [
    ...failed,
    incidentsHead(width, view.incidentSort, paint),
    ...drawn.map((incident, index) =>
      incidentLine(
        incident,
        trendOf(incident.id),
        width,
        top + index === marked,
        now,
        format.highlights,
        paint,
      ),
    ),
    ...(rows.length === 0 ? ['', paint.faint(`   ${whyEmpty(loaded, view.filter !== null)}`)] : []),
  ];
  return <Lines lines={lines} width={width} height={height} />;
}

function whyEmpty(loaded: number | null, filtered: boolean): string {
  if (loaded === null) return 'Waiting for Postgres, which has the incidents …';
  return filtered && loaded > 0 ? 'No incident matches the filter. Esc clears it.' : 'No incident is stored.';
}
