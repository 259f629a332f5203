import { cut, widthOf } from '../../text/fit.ts';
import { count, ofAll } from '../../text/numbers.ts';
import { age } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import { Lines } from '../components/lines.tsx';
import { mostIncidents, zooms } from '../state/wish.ts';
import type { Frame } from './compose.ts';

const timeNames = { event: 'time written', received: 'time received', age: 'age' };
const sortNames = {
  'last-seen': 'last seen first',
  'first-seen': 'newest first',
  count: 'most errors first',
};

/** The line above a view: what is shown of how much, how, and what is not drawn. */
export function ViewTitle({ frame }: { readonly frame: Frame }) {
  const { view, layout, paint } = frame;
  const { width } = layout;
  const amounts = amountsOf(frame).join(' · ');
  const room = width - widthOf(amounts) - 2;
  const how = [...filterOf(frame), ...howOf(frame)].join(' · ');
  const left = cut(` ${how}`, Math.max(room - 1, 0));
  const title = view.pane === 'list' ? paint.strong(left) : left;
  const gap = ' '.repeat(Math.max(1, room - widthOf(left) + 1));
  return <Lines lines={[`${title}${gap}${paint.faint(amounts)}`]} width={width} height={1} />;
}

function filterOf({ view, scene, incidents }: Frame): readonly string[] {
  const only = view.onlyService === null ? [] : [`only ${visible(view.onlyService)}`];
  if (!view.filter || (view.tab !== 'feed' && view.tab !== 'incidents')) return only;
  const shown = view.tab === 'feed' ? scene.rows.length : incidents.rows.length;
  const all = view.tab === 'feed' ? scene.unfiltered : (incidents.loaded ?? 0);
  return [...only, `filter ${visible(view.filter.text.trim())}`, ofAll(shown, all)];
}

function howOf({ view, health }: Frame): readonly string[] {
  switch (view.tab) {
    case 'feed':
      return [
        view.newestFirst ? 'newest at the top' : 'newest at the bottom',
        timeNames[view.time],
        ...(view.wrap ? ['wrapped'] : []),
      ];
    case 'incidents':
      return [sortNames[view.incidentSort]];
    case 'timeline':
      return [zooms[view.zoom]?.label ?? '', 'newest at the top'];
    case 'health':
      return [health.self.observer ? 'the group, and this observer' : 'the group, and this member'];
  }
}

/** An older answer says how old it is: what costs the store much is asked less often, and the store may be away. */
const freshMs = 5_000;

/** @param at - When the store was asked for what is shown; undefined before its first answer. */
function asOf(at: number | undefined, now: number): readonly string[] {
  return at !== undefined && now - at > freshMs ? [`as of ${age(now - at)} ago`] : [];
}

function amountsOf({ view, scene, incidents, past, health, now }: Frame): readonly string[] {
  if (view.tab === 'incidents') {
    const { loaded, at } = incidents;
    if (loaded === null) return [];
    return [
      ...asOf(at, now),
      `${loaded >= mostIncidents ? 'the first ' : ''}${count(loaded)} incident${loaded === 1 ? '' : 's'}`,
    ];
  }
  if (view.tab === 'timeline') return [...asOf(past.timeline.at, now), 'all stored errors'];
  const { errors, notDrawn, rows } = scene.live;
  const none = rows.length === 0 ? 'no errors' : 'no error since the start';
  return [
    errors === 0 ? none : `${count(errors)} error${errors === 1 ? '' : 's'}`,
    ...(notDrawn > 0 ? [`+${count(notDrawn)} not drawn`] : []),
    ...(health.deadLetters > 0 ? [`${count(health.deadLetters)} unreadable`] : []),
  ];
}
