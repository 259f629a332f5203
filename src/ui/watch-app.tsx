import { type SuspendTerminal, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { Health } from '../health.ts';
import type { ThemeName } from '../text/themes.ts';
import type { Mouse } from './mouse.ts';
import { compose } from './screens/compose.ts';
import { Screen } from './screens/screen.tsx';
import type { Session } from './session.ts';
import type { Feed } from './state/feed.ts';
import { keyNames } from './state/key-names.ts';
import type { LagTrends } from './state/lag-trends.ts';
import type { MouseReport } from './state/mouse-report.ts';
import type { Past } from './state/past.ts';
import type { Surroundings } from './state/surroundings.ts';
import type { Paint } from './text/paint.ts';

type Props = {
  readonly feed: Feed;
  readonly past: Past;
  readonly surroundings: Surroundings;
  readonly session: Session;
  readonly health: () => Health;
  readonly lags: LagTrends;
  readonly mouse: Mouse | undefined;
  readonly now: () => number;
  readonly paintOf: (theme: ThemeName) => Paint;
  /** Tells once how the terminal can be handed over and taken back. */
  readonly onReady: (suspend: SuspendTerminal) => void;
};

/** The one component that reads the stores. What it draws and what keys do are functions of the same frame. */
export function WatchApp({
  feed,
  past,
  surroundings,
  session,
  health,
  lags,
  mouse,
  now,
  paintOf,
  onReady,
}: Props) {
  const live = useSyncExternalStore(feed.subscribe, feed.snapshot);
  const known = useSyncExternalStore(past.subscribe, past.snapshot);
  const around = useSyncExternalStore(surroundings.subscribe, surroundings.snapshot);
  const view = useSyncExternalStore(session.subscribe, session.view);
  const { columns, rows } = useWindowSize();
  const { suspendTerminal } = useApp();
  useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);

  const seen = {
    ...{ live, lags, columns, rows, past: known, surroundings: around, trendOf: feed.trendOf },
    ...{ health: health(), now: now(), paint: paintOf(view.theme) },
  };
  const input = { ...seen, view };
  useInput((text, key) => {
    for (const name of keyNames(text, key)) session.press(name, seen);
  });
  const onMouse = useEffectEvent((report: MouseReport) => session.point(report, seen));
  useEffect(() => mouse?.subscribe(onMouse), [mouse]);

  return <Screen input={input} frame={compose(input)} />;
}
