import { stripVTControlCharacters } from 'node:util';
import type { Health } from '../../health.ts';
import type { Context } from '../state/context.ts';
import type { FeedSnapshot } from '../state/feed.ts';
import { type IncidentScene, incidentSceneOf } from '../state/incident-scene.ts';
import type { IncidentTrend } from '../state/incident-trends.ts';
import type { LagTrends } from '../state/lag-trends.ts';
import { type Layout, layoutFor } from '../state/layout.ts';
import { type Alert, alertsOf, type Liveness, livenessOf } from '../state/liveness.ts';
import { type NeighbourScene, neighbourSceneOf } from '../state/neighbour-scene.ts';
import type { OpenIncident, PastSnapshot } from '../state/past.ts';
import { type Scene, sceneOf } from '../state/scene.ts';
import type { SurroundingsSnapshot } from '../state/surroundings.ts';
import { incidentOf, type Page, pageOf, type View } from '../state/view.ts';
import { type FeedFormat, feedRowHeight } from '../text/feed-line.ts';
import type { Paint } from '../text/paint.ts';
import { createSetting } from '../text/setting.ts';
import { detailLines } from './detail-lines.ts';
import { healthLines } from './health-lines.ts';
import { helpLines } from './help-lines.ts';
import { incidentLines } from './incident-lines.ts';
import { recordLines } from './record-lines.ts';
import { timelineLines } from './timeline-lines.ts';
import { whyLines } from './why-lines.ts';

/** All that a frame is made from. */
export type FrameInput = {
  readonly live: FeedSnapshot;
  readonly past: PastSnapshot;
  readonly surroundings: SurroundingsSnapshot;
  readonly trendOf: (incident: string) => IncidentTrend | undefined;
  readonly health: Health;
  readonly lags: LagTrends;
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
  readonly incidents: IncidentScene;
  readonly neighbours: NeighbourScene;
  /** What is loaded of the incident that the page on top is about. */
  readonly opened: OpenIncident | null;
  readonly liveness: Liveness;
  readonly alerts: readonly Alert[];
  readonly format: FeedFormat;
  /** The whole text of the page on top, of the timeline or of the health; empty under a list. */
  readonly text: readonly string[];
};

/** Works out what is to be drawn; null when the terminal is too small. */
export function compose(input: FrameInput): Frame | null {
  const { live, past, surroundings, health, view, now, columns, rows } = input;
  const alerts = alertsOf(health, now);
  const { pane, tab, filter } = view;
  const content = { services: live.services.length, alerts: alerts.length, pane, tab };
  const layout = layoutFor({ columns, rows }, content);
  if (!layout) return null;
  const format = {
    width: layout.width,
    time: view.time,
    wrap: view.wrap,
    highlights: filter?.highlights ?? null,
  };
  const page = pageOf(view);
  const loaded = past.incident.value;
  const opened = page && loaded?.id === incidentOf(page) ? loaded : null;
  const frame = {
    ...input,
    layout,
    alerts,
    format,
    opened,
    liveness: livenessOf(health, live.lastRecordAt, now),
    scene: sceneOf(live, view, layout, (row) => feedRowHeight(row, format), past.statuses),
    neighbours: neighbourSceneOf(surroundings, view, { width: layout.width, height: layout.body }),
    incidents: incidentSceneOf(past.incidents, view, layout.list - 1),
  };
  return { ...frame, text: page ? pageLines(page, frame) : viewLines(frame) };
}

type Untexted = Omit<Frame, 'text'>;

function pageLines(
  page: Page,
  { layout, view, paint, now, opened, past, format }: Untexted,
): readonly string[] {
  const { width } = layout;
  const setting = createSetting({ width, wrap: view.wrapDetail, highlights: format.highlights, paint });
  switch (page.name) {
    case 'detail':
      return detailLines(page.row, opened?.detail, now, setting);
    case 'incident':
      return incidentLines(page, opened, past.incident, now, setting);
    case 'why':
      return whyLines(page, page.grouping ?? opened?.detail?.grouping ?? null, setting);
    case 'record':
      return recordLines(page.neighbour, setting);
    case 'neighbours':
      return []; // a list, as the feed is
    case 'help':
      return helpLines(width, paint);
  }
}

function viewLines(frame: Untexted): readonly string[] {
  const { view, past, layout, paint } = frame;
  if (view.tab === 'timeline') return timelineLines(past.timeline, layout.width, paint);
  return view.tab === 'health' ? healthLines(frame, layout.width) : [];
}

/** What a key that is pressed on this frame needs to know. */
export function contextOf({ scene, incidents, neighbours, opened, layout, text, now, view }: Frame): Context {
  const { filter } = view;
  const marked = (line: string): boolean =>
    filter !== null && filter.highlights(stripVTControlCharacters(line)).length > 0;
  return {
    ...{ scene, incidents, neighbours, opened, now },
    listLines: layout.list,
    textRoom: pageOf(view) ? layout.body : layout.list,
    textLines: text.length,
    matchLines: text.flatMap((line, index) => (marked(line) ? [index] : [])),
  };
}
