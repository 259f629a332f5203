import type { PointerTarget } from '../state/pointing.ts';
import { pageOf } from '../state/view.ts';
import { feedRowHeight } from '../text/feed-line.ts';
import { tabTexts } from '../text/tab-line.ts';
import type { Frame } from './compose.ts';

/** What a frame shows at a cell of the screen, counted from 0; null where a mouse has nothing to do. */
export function targetAt(frame: Frame, column: number, row: number): PointerTarget | null {
  const { layout, view, past } = frame;
  const page = pageOf(view);
  const inBody = row - 1;
  if (inBody < 0 || row >= layout.height - 1) return null;
  if (page) return page.name === 'neighbours' ? neighbourAt(frame, inBody) : { name: 'text' };
  if (inBody < layout.services.height)
    return column < layout.services.width ? serviceAt(frame, inBody) : null;
  const underServices = inBody - layout.services.height;
  if (underServices === 0) {
    const tab = tabTexts(view.tab, past.urgent, layout.width).find(
      ({ from, until }) => column >= from && column < until,
    );
    return tab ? { name: 'tab', tab: tab.tab } : null;
  }
  const inList = underServices - 2;
  if (inList < 0 || inList >= layout.list) return null;
  if (view.tab === 'feed') return { name: 'feed', index: feedIndexAt(frame, inList) };
  return view.tab === 'incidents' ? incidentAt(frame, inList) : { name: 'text' };
}

function serviceAt({ layout, scene }: Frame, line: number): PointerTarget {
  const head = layout.services.framed ? 2 : 1;
  const foot = layout.services.framed ? 1 : 0;
  const inRows = line >= head && line < layout.services.height - foot;
  return { name: 'services', index: existing(inRows ? scene.servicesTop + line - head : -1, scene.services) };
}

/** A row that is wrapped takes several lines. */
function feedIndexAt({ scene, format }: Frame, line: number): number | null {
  const { rows, window } = scene;
  let end = 0;
  for (let index = window.first; index <= window.last; index += 1) {
    const row = rows[index];
    end += row ? feedRowHeight(row, format) : 1;
    if (line < end) return index;
  }
  return null;
}

function incidentAt({ incidents }: Frame, line: number): PointerTarget {
  const head = incidents.problem === null ? 1 : 2;
  return {
    name: 'incidents',
    index: existing(line < head ? -1 : incidents.top + line - head, incidents.rows),
  };
}

function neighbourAt({ neighbours }: Frame, line: number): PointerTarget {
  const head = 2 + neighbours.notes.length;
  return {
    name: 'neighbours',
    index: existing(line < head ? -1 : neighbours.top + line - head, neighbours.rows),
  };
}

function existing(index: number, list: readonly unknown[]): number | null {
  return index >= 0 && index < list.length ? index : null;
}
