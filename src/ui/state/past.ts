import type { History, IncidentFilter } from '../../ports.ts';
import type { Incident, IncidentDetail, IncidentStatus, LogError, TimelineBucket } from '../../types.ts';
import { createPace } from './pace.ts';
import { keeping, load, loadTimeline, openIncident } from './past-answers.ts';

/** What was asked of the store: null until the first answer; the last answer stays when the store can't be reached. */
export type Loaded<T> = {
  readonly value: T | null;
  readonly problem: string | null;
  /** When `value` was asked for, ms since the epoch; left out before the first answer. */
  readonly at?: number;
};

/** The incident whose page is open. */
export type OpenIncident = {
  readonly id: string;
  /** Undefined when the store has none of that id. */
  readonly detail: IncidentDetail | undefined;
  /** Newest first; empty where they were not asked for. */
  readonly occurrences: readonly LogError[];
};

/** Timeline as loaded: its buckets cover `[since, until)` with `bucketMs` each, empty ones left out. */
export type LoadedTimeline = {
  readonly since: number;
  readonly until: number;
  readonly bucketMs: number;
  readonly buckets: readonly TimelineBucket[];
};

/** What the store said last. Nothing in it changes afterwards. */
export type PastSnapshot = {
  readonly incidents: Loaded<readonly Incident[]>;
  readonly incident: Loaded<OpenIncident>;
  readonly timeline: Loaded<LoadedTimeline>;
  /** Incidents that want a look, the last seen first, at most `mostUrgent`; null before the first answer. */
  readonly urgent: readonly Incident[] | null;
  /** Of all incidents above. */
  readonly statuses: ReadonlyMap<string, IncidentStatus>;
};

/** What the screen shows of the past; what it does not show is not asked for. */
export type Wish = {
  readonly incidents: IncidentFilter | null;
  readonly timeline: {
    readonly bucketMs: number;
    readonly buckets: number;
    readonly services: readonly string[];
  } | null;
  readonly incident: { readonly id: string; readonly occurrences: number } | null;
  /** Key of the occurrence that somebody reads: it stays loaded, however many newer ones come. */
  readonly held: string | null;
};

/** What the screen knows of the past, asked of the store while it is shown. */
export type Past = {
  subscribe(listener: () => void): () => void;
  snapshot(): PastSnapshot;
  /** Says what is shown from now on; what is new in it is asked for at once. */
  want(wish: Wish): void;
  /** Asks for everything anew, at once: a person has changed something. */
  refresh(): void;
  /** Begins to ask, every 2 s, or less often what costs the store much, until `signal` aborts. */
  run(history: History, signal: AbortSignal): Promise<void>;
};

const everyMs = 2_000;
const urgentEveryMs = 10_000;
/** Incidents that want a look, at the most. */
export const mostUrgent = 200;
export const nothingWanted: Wish = { incidents: null, timeline: null, incident: null, held: null };

/** The past as the screen needs it: asked for outside the components, one question at a time, and kept until the next. */
export function createPast(): Past {
  const listeners = new Set<() => void>();
  const unknown = { value: null, problem: null };
  let current: PastSnapshot = {
    incidents: unknown,
    incident: unknown,
    timeline: unknown,
    urgent: null,
    statuses: new Map(),
  };
  let wish = nothingWanted;
  const paces = {
    incident: createPace(everyMs),
    incidents: createPace(everyMs),
    timeline: createPace(everyMs),
    urgent: createPace(urgentEveryMs),
  };
  /** Something else is wanted: the pause ends, or the next one is left out. */
  let wake = (): void => {};

  function publish(change: Partial<PastSnapshot>): void {
    const next = { ...current, ...change };
    const all = [...(next.urgent ?? []), ...(next.incidents.value ?? [])];
    const statuses = new Map(all.map(({ id, status }) => [id, status]));
    current = Object.freeze({ ...next, statuses });
    for (const listener of listeners) listener();
  }

  /** What is to be asked now and then, as long as it is wanted. An answer that is not wanted any more is dropped. */
  const questions = {
    incident: async (history: History): Promise<void> => {
      const { incident } = wish;
      if (!incident) return;
      const loaded = await load(current.incident, () => openIncident(history, incident));
      if (wish.incident === incident) publish({ incident: keeping(wish.held, current.incident, loaded) });
    },
    incidents: async (history: History): Promise<void> => {
      const { incidents } = wish;
      if (!incidents) return;
      const loaded = await load(current.incidents, () => history.incidents(incidents));
      if (wish.incidents === incidents) publish({ incidents: loaded });
    },
    timeline: async (history: History): Promise<void> => {
      const { timeline } = wish;
      if (!timeline) return;
      const loaded = await load(current.timeline, () => loadTimeline(history, timeline, Date.now()));
      if (wish.timeline === timeline) publish({ timeline: loaded });
    },
    urgent: async (history: History): Promise<void> => {
      const before = { value: current.urgent, problem: null };
      const { value } = await load(before, () => history.incidents(urgent));
      publish({ urgent: value });
    },
  };

  async function askAll(history: History): Promise<void> {
    for (const name of names) {
      if (paces[name].waitMs() <= 0) await paces[name].ask(() => questions[name](history));
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => current,
    want(asked) {
      const next = {
        incidents: same(wish.incidents, asked.incidents),
        timeline: same(wish.timeline, asked.timeline),
        incident: same(wish.incident, asked.incident),
        held: asked.held,
      };
      const changed = (['incidents', 'timeline', 'incident'] as const).filter(
        (name) => next[name] !== wish[name],
      );
      wish = next;
      if (changed.length === 0) return;
      for (const name of changed) paces[name].hurry();
      wake();
    },
    refresh() {
      for (const pace of Object.values(paces)) pace.hurry();
      wake();
    },
    async run(history, signal) {
      while (!signal.aborted) {
        let woken = false;
        wake = () => {
          woken = true;
        };
        await askAll(history);
        if (woken) continue;
        const waits = names.map((name) => paces[name].waitMs());
        await new Promise<void>((resolve) => {
          const end = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', end);
            resolve();
          };
          const timer = setTimeout(end, Math.max(0, Math.min(...waits)));
          timer.unref();
          signal.addEventListener('abort', end);
          wake = end;
          if (signal.aborted) end();
        });
      }
    },
  };
}

const names = ['incident', 'incidents', 'timeline', 'urgent'] as const;

const urgent: IncidentFilter = { statuses: ['NEW', 'REGRESSED', 'ESCALATING'], limit: mostUrgent };

/** The old object where nothing changed, so that an answer on its way is still wanted. */
function same<T>(before: T, after: T): T {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}
