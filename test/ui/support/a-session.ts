import { isDeepStrictEqual } from 'node:util';
import type { Health } from '../../../src/health.ts';
import type { IncidentChange, Triage } from '../../../src/ports.ts';
import type { Incident, IncidentDetail } from '../../../src/types.ts';
import { compose, type Frame, type FrameInput } from '../../../src/ui/screens/compose.ts';
import { createSession } from '../../../src/ui/session.ts';
import type { Feed } from '../../../src/ui/state/feed.ts';
import { createFeed } from '../../../src/ui/state/feed.ts';
import { createLagTrends } from '../../../src/ui/state/lag-trends.ts';
import type { MouseReport } from '../../../src/ui/state/mouse-report.ts';
import type { PastSnapshot, Wish } from '../../../src/ui/state/past.ts';
import {
  noSurroundings,
  type SurroundingsSnapshot,
  type SurroundingsWish,
} from '../../../src/ui/state/surroundings.ts';
import { initialView, pageOf, screenOf, type View } from '../../../src/ui/state/view.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { aHealth, noon } from '../../support/builders.ts';
import { pictureOf } from './picture.tsx';

/** Someone at a terminal of a size, without the terminal: keys change the view, the frame is what is seen. */
export type Session = {
  readonly feed: Feed;
  press(...keys: readonly string[]): void;
  /** Uses the mouse on a cell of the screen. */
  point(mouse: MouseReport): void;
  /** Types a text into the open line. */
  type(text: string): void;
  view(): View;
  /** What takes the keys. */
  screen(): string;
  frame(): Frame;
  /** The whole screen as text. */
  picture(): string;
  /** Messages of the rows that are drawn. */
  seen(): readonly string[];
  selected(): string | undefined;
  /** Message of the open error. */
  opened(): string | undefined;
  /** The answer to the last key. */
  said(): string | undefined;
  resize(columns: number, rows: number): void;
  /** Lets time pass, at the end of which the screen ticks. */
  wait(ms: number): void;
  /** What the store is said to have answered. */
  answer(past: Partial<PastSnapshot>): void;
  /** What was last asked of the store. */
  wish(): Wish | undefined;
  /** What Kafka is said to have answered. */
  answerAround(surroundings: Partial<SurroundingsSnapshot>): void;
  /** What was last asked of Kafka. */
  wishAround(): SurroundingsWish | null;
  /** What would be printed on quit. */
  picked(): string | undefined;
  /** A decision about an incident, here or elsewhere, is told to the screen. */
  announce(change: IncidentChange): void;
  /** What happened outside: texts copied, quitting, suspending. */
  readonly outside: string[];
};

export type SessionOptions = {
  readonly health?: Health;
  readonly feed?: (now: () => number) => Feed;
  /** When the session begins, ms since the epoch. */
  readonly since?: number;
  readonly triage?: Triage;
};

const unknown = { value: null, problem: null };
const emptyPast: PastSnapshot = {
  incidents: unknown,
  incident: unknown,
  timeline: unknown,
  urgent: null,
  statuses: new Map(),
};

export function aSession(options: SessionOptions = {}): Session {
  const { health = aHealth(), feed: create = (now) => createFeed({ now }), since = noon } = options;
  let clock = since;
  const now = (): number => clock;
  const feed = create(now);
  const lags = createLagTrends();
  let size = { columns: 80, rows: 24 };
  let past = emptyPast;
  let surroundings = noSurroundings;
  let wish: Wish | undefined;
  let wishAround: SurroundingsWish | null = null;
  const outside: string[] = [];
  const session = createSession(initialView, 'tester', {
    quit: () => outside.push('quit'),
    suspend: () => outside.push('suspend'),
    copy: async (text) => {
      outside.push(text);
      return ['the terminal (OSC 52)'];
    },
    want: (asked) => {
      wish = asked;
    },
    wantAround: (asked) => {
      if (isDeepStrictEqual(asked, wishAround)) return;
      wishAround = asked;
      surroundings = asked ? { ...surroundings, loading: true } : noSurroundings;
    },
    changed: () => outside.push('changed'),
    triage: () => options.triage,
    keep: () => {},
    now,
  });
  const seen = (): Omit<FrameInput, 'view'> => ({
    ...{ live: feed.snapshot(), past, surroundings, trendOf: feed.trendOf, health, lags },
    ...{ ...size, now: now(), paint: createPaint(0) },
  });
  const frame = (): Frame => {
    const made = compose({ ...seen(), view: session.view() });
    if (!made) throw new Error('The terminal of the session is too small.');
    return made;
  };
  const press = (keys: readonly string[]): void => {
    for (const key of keys) session.press(key, seen());
  };

  return {
    feed,
    press: (...keys) => press(keys),
    point: (mouse) => session.point(mouse, seen()),
    type: (text) => press(Array.from(text, (character) => (character === ' ' ? 'space' : character))),
    view: session.view,
    screen: () => screenOf(session.view()),
    frame,
    picture: () => pictureOf(frame()),
    seen() {
      const { rows, window } = frame().scene;
      return rows.slice(window.first, window.last + 1).map(({ error }) => error.message);
    },
    selected() {
      const { rows, selected } = frame().scene;
      return rows[selected]?.error.message;
    },
    opened() {
      const page = pageOf(session.view());
      return page?.name === 'detail' ? page.row.error.message : undefined;
    },
    said: () => session.view().said?.text,
    resize(columns, rows) {
      size = { columns, rows };
    },
    wait(ms) {
      clock += ms;
      lags.sample(health);
      feed.refresh();
    },
    answer(some) {
      past = { ...past, ...some };
    },
    answerAround(some) {
      surroundings = { ...surroundings, loading: false, ...some };
    },
    announce(change) {
      feed.announce(change);
      session.announce(change);
    },
    picked: session.picked,
    wish: () => wish,
    wishAround: () => wishAround,
    outside,
  };
}

export function anIncident(some: Partial<Incident> = {}): Incident {
  const id = some.id ?? '00000000000000aa';
  return {
    id,
    status: 'ONGOING',
    level: 'ERROR',
    service: 'user-management',
    title: 'Database connection failed: timeout after <*> ms',
    count: 1_204,
    firstSeen: noon - 7_200_000,
    lastSeen: noon - 1_000,
    fingerprint: `v1:${id}`,
    ...some,
  };
}

export function anIncidentDetail(some: Partial<IncidentDetail> = {}): IncidentDetail {
  return {
    ...anIncident(some),
    exceptionType: null,
    grouping: {
      fingerprint: 'v1:00000000000000aa',
      tier: 'template',
      parts: ['Database connection failed: %s'],
    },
    fingerprints: ['v1:00000000000000aa'],
    resolvedAt: null,
    regressedAt: null,
    mutedUntil: null,
    mutedPerMinute: null,
    history: Array.from({ length: 20 }, (_, minute) => ({
      at: noon - (120 - minute * 6) * 60_000,
      count: 10 + minute * minute,
    })),
    triage: [],
    ...some,
  };
}
