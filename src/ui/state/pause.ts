import type { Scene } from './scene.ts';
import type { View } from './view.ts';

/** Holds the picture as it is, with the selection where it stands. */
export function freeze(view: View, scene: Scene): View {
  if (view.frozen) return view;
  return { ...view, frozen: scene.live, selectedRow: scene.rows[scene.selected]?.key ?? null, anchor: null };
}

/** Shows the newest errors again. An open error is closed: following has nothing to go back to. */
export function follow(view: View): View {
  const pages = view.pages.filter(({ name }) => name !== 'detail');
  return { ...view, pages, frozen: null, selectedRow: null, anchor: null };
}
