import { recordTime } from '../../support/raw-batch.ts';
import { messageTemplates } from './messages.ts';
import { createRandom } from './random.ts';
import { stackTemplates } from './stacks.ts';

/** A record as a service sends it, and the fault that it truly is of. */
export type LabelledRecord = { readonly label: string; readonly value: unknown };

const perTemplate = 12;

/** Records of every template, shuffled: the labels come from the templates, never from what the code makes of them. */
export function labelledRecords(seed = 1): readonly LabelledRecord[] {
  const random = createRandom(seed);
  const rounds = Array.from({ length: perTemplate }, (_, round) => round);
  const messages = messageTemplates.flatMap(({ label, service, logger, message }) =>
    rounds.map(() => ({ label, value: { level: 'ERROR', service, logger, message: message(random) } })),
  );
  const stacks = stackTemplates.flatMap(({ label, language, stack }) =>
    rounds.map(() => ({
      label,
      value: {
        level: 'ERROR',
        service: `${language}-shop`,
        message: `request ${random.hex(8)} failed`,
        stack: stack(random),
      },
    })),
  );
  return random.shuffle(
    [...messages, ...stacks].map(({ label, value }) => ({ label, value: { ...value, time: recordTime } })),
  );
}

/** How well `groups` (one name per record) meets the labels. */
export type GroupingQuality = {
  /** Share of records whose group holds exactly the records of their label. */
  readonly accuracy: number;
  /** Harmonic mean of how many pairs that are grouped belong together, and how many that belong together are. */
  readonly pairwiseF1: number;
  /** Labels that are split or merged with others. */
  readonly wrong: readonly string[];
};

export function groupingQuality(labels: readonly string[], groups: readonly string[]): GroupingQuality {
  const ofLabel = countEach(labels);
  const ofGroup = countEach(groups);
  const ofBoth = countEach(labels.map((label, index) => `${label}\n${groups[index]}`));
  const isRight = (label: string, group: string | undefined) => {
    const both = ofBoth.get(`${label}\n${group}`);
    return both === ofLabel.get(label) && both === ofGroup.get(group ?? '');
  };
  const right = labels.filter((label, index) => isRight(label, groups[index]));
  const together = pairs(ofBoth);
  return {
    accuracy: right.length / labels.length,
    pairwiseF1: (2 * together) / (pairs(ofLabel) + pairs(ofGroup)),
    wrong: [...new Set(labels.filter((label, index) => !isRight(label, groups[index])))].sort(),
  };
}

function countEach(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function pairs(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}
