import { widthOf } from '../../text/fit.ts';
import { count } from '../../text/numbers.ts';
import type { Incident } from '../../types.ts';
import { mostUrgent } from '../state/past.ts';
import type { Tab } from '../state/view.ts';

/** The name of a view in the line of tabs, and the column where it begins. */
export type TabText = {
  readonly tab: Tab;
  readonly text: string;
  readonly from: number;
  readonly until: number;
};

const tabs: readonly (readonly [Tab, string])[] = [
  ['feed', '1 Feed'],
  ['incidents', '2 Incidents'],
  ['timeline', '3 Timeline'],
  ['health', '4 Health'],
];
/** Between two of them. */
export const gap = '  ';

/**
 * The views and their keys, the open one with a mark; incidents that want a look are counted, shorter where the width
 * asks for it.
 *
 * @param urgent - Null as long as the store has not told.
 */
export function tabTexts(open: Tab, urgent: readonly Incident[] | null, width: number): readonly TabText[] {
  const fitting = [urgentText(urgent), shortUrgentText(urgent)]
    .map((note) => textsOf(open, note))
    .find((texts) => (texts.at(-1)?.until ?? 0) <= width);
  return fitting ?? textsOf(open, '');
}

function textsOf(open: Tab, note: string): readonly TabText[] {
  let from = 0;
  return tabs.map(([tab, name]) => {
    const text = `${tab === open ? '▸' : ' '}${name}${tab === 'incidents' ? note : ''}`;
    const placed = { tab, text, from, until: from + widthOf(text) };
    from = placed.until + gap.length;
    return placed;
  });
}

/** How many want a look, where there is no room to say of what kind. */
function shortUrgentText(urgent: readonly Incident[] | null): string {
  if (!urgent || urgent.length === 0) return '';
  return ` (${count(urgent.length)}${urgent.length >= mostUrgent ? '+' : ''}!)`;
}

function urgentText(urgent: readonly Incident[] | null): string {
  if (!urgent) return '';
  const of = (status: Incident['status']): number =>
    urgent.filter((incident) => incident.status === status).length;
  const parts = [
    [of('NEW'), 'new'],
    [of('REGRESSED'), 'regressed'],
    [of('ESCALATING'), 'escalating'],
  ] as const;
  const more = urgent.length >= mostUrgent ? '+' : '';
  const said = parts.flatMap(([many, name]) => (many === 0 ? [] : [`${count(many)}${more} ${name}`]));
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
