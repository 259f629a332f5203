import type { Health } from '../../types.ts';
import type { FeedSnapshot } from '../state/feed.ts';
import { type Layout, layoutFor } from '../state/layout.ts';
import { alertsOf, type Liveness, livenessOf } from '../state/liveness.ts';
import type { Context } from '../state/reduce-view.ts';
import { type Scene, sceneOf } from '../state/scene.ts';
import type { View } from '../state/view.ts';
import { type FeedFormat, feedRowHeight } from '../text/feed-line.ts';
import type { Paint } from '../text/paint.ts';
import { detailLines } from './detail-lines.ts';
import { helpLines } from './help-lines.ts';

/** All that a frame is made from. */
export type FrameInput = {
  readonly live: FeedSnapshot;
  readonly health: Health;
  /** Lag of the last seconds, oldest first. */
  readonly lagTrend: readonly number[];
  readonly view: View;
  readonly columns: number;
  readonly rows: number;
  /** ms since the epoch. */
  readonly now: number;
  readonly paint: Paint;
};

/** A frame before it is drawn. Keys act upon it too, so what a key does is always about what is seen. */
export type Frame = FrameInput & {
  readonly layout: Layout;
  readonly scene: Scene;
  readonly liveness: Liveness;
  readonly alerts: readonly string[];
  readonly format: FeedFormat;
  /** The whole text of the detail or the help; empty on the main screen. */
  readonly text: readonly string[];
};

/** Works out what is to be drawn; null when the terminal is too small. */
export function compose(input: FrameInput): Frame | null {
  const { live, health, view, now, columns, rows, paint } = input;
  const alerts = alertsOf(health, now);
  const services = (view.frozen ?? live).services.length;
  const layout = layoutFor({ columns, rows }, { services, alerts: alerts.length, pane: view.pane });
  if (!layout) return null;
  const format = { width: layout.width, time: view.time, wrap: view.wrap };
  return {
    ...input,
    layout,
    alerts,
    format,
    liveness: livenessOf(health, live.lastRecordAt, now),
    scene: sceneOf(live, view, layout, (row) => feedRowHeight(row, format)),
    text: textOf(view, layout.width, paint),
  };
}

function textOf(view: View, width: number, paint: Paint): readonly string[] {
  if (view.screen === 'help') return helpLines(width, paint);
  if (view.screen === 'detail' && view.detail)
    return detailLines(view.detail.row, width, view.wrapDetail, paint);
  return [];
}

/** What a key that is pressed on this frame needs to know. */
export function contextOf({ scene, layout, text, now }: Frame): Context {
  return { scene, feedLines: layout.feed, bodyLines: layout.body, textLines: text.length, now };
}
