import type { Incident } from '../../types.ts';
import { mostUrgent } from '../state/past.ts';
import type { Tab } from '../state/view.ts';
import { widthOf } from '../text/fit.ts';
import { count } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import { Lines } from './lines.tsx';

type Props = {
  readonly width: number;
  readonly tab: Tab;
  /** Incidents that want a look; null as long as the store has not told. */
  readonly urgent: readonly Incident[] | null;
  readonly paint: Paint;
};

const tabs: readonly (readonly [Tab, string])[] = [
  ['feed', '1 Feed'],
  ['incidents', '2 Incidents'],
  ['timeline', '3 Timeline'],
  ['health', '4 Health'],
];

/** The views and their keys; the one that is open has a mark. */
export function Tabs({ width, tab, urgent, paint }: Props) {
  const right = '/ filter   ? help ';
  const fitting = [urgentText(urgent), shortUrgentText(urgent), '']
    .map((note) => textsOf(tab, note))
    .find((texts) => lengthOf(texts) <= width);
  const texts = fitting ?? textsOf(tab, '');
  const line = texts.map(({ open, text }) => (open ? paint.strong(paint.accent(text)) : text)).join('  ');
  const gap = width - lengthOf(texts) - widthOf(right);
  const whole = gap >= 2 ? `${line}${' '.repeat(gap)}${paint.faint(right)}` : line;
  return <Lines lines={[whole]} width={width} height={1} />;
}

type TabText = { readonly open: boolean; readonly text: string };

function textsOf(open: Tab, note: string): readonly TabText[] {
  return tabs.map(([name, text]) => ({
    open: name === open,
    text: `${name === open ? '▸' : ' '}${text}${name === 'incidents' ? note : ''}`,
  }));
}

function lengthOf(texts: readonly TabText[]): number {
  return widthOf(texts.map(({ text }) => text).join('  '));
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
