import { messageOf } from '../errors.ts';
import type { Triage, TriageOutcome } from '../ports.ts';
import { visible } from '../text/visible.ts';

/** What keys decide about incidents: stored in the background, told in the last line. */
export type Triaging = {
  resolve(id: string): void;
  /** @param words - How it is muted, for the answer. */
  mute(id: string, how: { readonly until: number } | { readonly perMinute: number }, words: string): void;
  undo(): void;
};

export type TriagingOptions = {
  /** Undefined as long as the store is not open. */
  readonly triage: () => Triage | undefined;
  readonly by: string;
  readonly say: (text: string) => void;
  /** Called after each attempt that the store answered. */
  readonly changed: () => void;
};

export function createTriaging({ triage, by, say, changed }: TriagingOptions): Triaging {
  async function decide(
    ask: (store: Triage) => Promise<TriageOutcome>,
    done: (title: string) => string,
  ): Promise<void> {
    const store = triage();
    if (!store) {
      say('Postgres is not connected yet: triage is stored there.');
      return;
    }
    say('Storing …');
    try {
      const outcome = await ask(store);
      say(outcome.outcome === 'done' ? done(visible(outcome.incident.title)) : visible(outcome.reason));
      changed();
    } catch (error) {
      say(`Not stored: ${visible(messageOf(error))}`);
    }
  }

  return {
    resolve(id) {
      void decide(
        (store) => store.resolve(id, by),
        (title) => `Resolved, u takes it back: ${title}`,
      );
    },
    mute(id, how, words) {
      void decide(
        (store) => store.mute(id, how, by),
        (title) => `Muted ${words}, u takes it back: ${title}`,
      );
    },
    undo() {
      void decide(
        (store) => store.undo(by),
        (title) => `Taken back: ${title}`,
      );
    },
  };
}
