import type { HealthBoard } from './health.ts';
import { isUnreachable } from './retry.ts';

/** Tells a Kafka that is frozen from one that has nothing new: its connections stay open, and break much later. */
export type AnswerWatch = {
  /** The client that reads was answered. */
  heard(): void;
  /** Asks Kafka something beside the records, and tells the board when it has not answered anybody for long. */
  ask<T>(question: () => Promise<T>): Promise<T>;
};

/** @param longMs - More than it takes from one heartbeat to the next, and for a question to fail. */
export function createAnswerWatch(health: HealthBoard, longMs: number, now: () => number): AnswerWatch {
  let heardAt = now();
  let isMissed = false;
  return {
    heard() {
      heardAt = now();
    },
    async ask(question) {
      try {
        const answer = await question();
        heardAt = now();
        if (isMissed) health.link('kafka', 'up', null);
        isMissed = false;
        return answer;
      } catch (error) {
        const silentMs = now() - heardAt;
        if (isUnreachable(error) && silentMs >= longMs) {
          health.link('kafka', 'down', error.message, silentMs);
          isMissed = true;
        }
        throw error;
      }
    },
  };
}
