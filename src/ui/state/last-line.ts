import type { Context } from './context.ts';
import { incidentMeant } from './incident-meant.ts';
import { parseRowFilter } from './row-filter.ts';
import { say } from './say.ts';
import type { Line, View } from './view.ts';

type FilterLine = Extract<Line, { readonly name: 'filter' }>;

/** What `Enter` mutes until, where no number was typed. */
export const usualRate = 10;
/** Of that number. */
export const mostDigits = 6;

export function openFilter(view: View): View {
  const text = view.filter?.text ?? '';
  return { ...view, pane: 'list', line: { name: 'filter', text, problem: null, before: view.filter } };
}

export function openMute(view: View, context: Context): View {
  const meant = incidentMeant(view, context);
  if ('refusal' in meant) return say(view, context, meant.refusal);
  return { ...view, line: { name: 'mute', ...meant } };
}

/** Puts a character at the end of the line; digits only where a number is asked. */
export function type(view: View, character: string): View {
  const { line } = view;
  if (line?.name === 'filter') return withFilter(view, line, line.text + character);
  if (line?.name !== 'muteRate') return view;
  const isRefused = !/^\d$/.test(character) || line.text.length >= mostDigits;
  const text = isRefused ? line.text : (line.text + character).replace(/^0+/, '');
  return { ...view, line: { ...line, text, isRefused } };
}

/** Erases the last character, or all; in an empty line it closes the line. */
export function erase(view: View, all: boolean): View {
  const { line } = view;
  if (line?.name !== 'filter' && line?.name !== 'muteRate') return view;
  if (line.text === '') return cancel(view);
  const text = all ? '' : Array.from(line.text).slice(0, -1).join('');
  return line.name === 'filter'
    ? withFilter(view, line, text)
    : { ...view, line: { ...line, text, isRefused: false } };
}

/** A line with a problem stays open: what it shows is not what was typed. */
export function accept(view: View): View {
  const { line } = view;
  if (line?.name === 'filter' && line.problem) return view;
  if (line?.name === 'muteRate' && line.isRefused) return { ...view, line: { ...line, isRefused: false } };
  return { ...view, line: null };
}

export function cancel(view: View): View {
  return view.line?.name === 'filter'
    ? { ...view, line: null, filter: null, anchor: null }
    : { ...view, line: null };
}

function withFilter(view: View, line: FilterLine, text: string): View {
  const parsed = parseRowFilter(text);
  const problem = 'problem' in parsed ? parsed.problem : null;
  const filter = 'problem' in parsed ? line.before : parsed.filter;
  return { ...view, filter, anchor: null, line: { ...line, text, problem } };
}
