import { expect, test } from 'vitest';
import { logKey } from '../../src/log-key.ts';
import { createCommitter } from '../../src/monitor/committer.ts';
import type { EventSource } from '../../src/ports.ts';

const ours = { topic: 'logs', partition: 0 };
const theirs = { topic: 'logs', partition: 1 };

test('reports again what a failed report held, and what was stored meanwhile', async () => {
  const { commit, reports } = someReports();
  const committer = createCommitter({ commit });
  committer.note(ours, 3n);
  committer.note(theirs, 7n);

  const failing = committer.flush();
  committer.note(ours, 5n);
  reports[0]?.fail();
  await failing;
  const next = committer.flush();
  reports[1]?.succeed();
  await next;
  await committer.flush();

  expect(reports.map(({ positions }) => positions)).toEqual([
    { [logKey(ours)]: 3n, [logKey(theirs)]: 7n },
    { [logKey(ours)]: 5n, [logKey(theirs)]: 7n },
  ]);
});

test('reports what was stored while a report was on its way', async () => {
  const { commit, reports } = someReports();
  const committer = createCommitter({ commit });
  committer.note(ours, 3n);
  committer.note(theirs, 7n);

  const first = committer.flush();
  committer.note(ours, 5n);
  reports[0]?.succeed();
  await first;
  void committer.flush();

  expect(reports.at(-1)?.positions).toEqual({ [logKey(ours)]: 5n });
});

test('leaves a log to the member that got it while a report of it failed', async () => {
  const { commit, reports } = someReports();
  const committer = createCommitter({ commit });
  committer.note(ours, 3n);
  committer.note(theirs, 7n);

  const failing = committer.flush();
  committer.forget(theirs);
  reports[0]?.fail();
  await failing;
  void committer.flush();

  expect(reports.at(-1)?.positions).toEqual({ [logKey(ours)]: 3n });
});

type Report = {
  readonly positions: { readonly [key: string]: bigint };
  succeed(): void;
  fail(): void;
};

/** Reports that stay on their way until the test lets them arrive or fail. */
function someReports() {
  const reports: Report[] = [];
  const commit: EventSource['commit'] = (positions) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    reports.push({
      positions: Object.fromEntries([...positions].map(([key, { next }]) => [key, next])),
      succeed: resolve,
      fail: () => reject(new Error('The group is rebalancing, so a rejoin is needed')),
    });
    return promise;
  };
  return { commit, reports };
}
