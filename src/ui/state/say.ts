import type { View } from './view.ts';

/** The answer to a key, shown in the footer for a while; `now` in ms since the epoch. */
export function say(view: View, { now }: { readonly now: number }, text: string): View {
  return { ...view, said: { text, at: now } };
}
