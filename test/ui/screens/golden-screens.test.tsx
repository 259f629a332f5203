import { stripVTControlCharacters } from 'node:util';
import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import { compose, type FrameInput } from '../../../src/ui/screens/compose.ts';
import { Screen } from '../../../src/ui/screens/screen.tsx';
import { createFeed, type Feed } from '../../../src/ui/state/feed.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { aLink, anError, aStoredBatch, noon } from '../../support/builders.ts';
import { aBusySession, sixPartitions } from '../support/a-busy-session.ts';
import { aNeighbourhood } from '../support/a-neighbourhood.ts';
import { aSession } from '../support/a-session.ts';
import { expectFixture, type GoldenScene, inAllSizes } from '../support/golden.tsx';
import { javaStack, pythonStack } from '../support/random-batch.ts';

const scenes: readonly GoldenScene[] = [
  { name: 'live', make: () => aBusySession() },
  { name: 'empty', make: () => aSession({ health: sixPartitions }) },
  {
    name: 'quiet',
    make: () => {
      const session = aBusySession(sixPartitions);
      session.wait(180_000);
      return session;
    },
  },
  {
    name: 'lost',
    make: () => {
      const lost = aLink({
        state: 'down',
        since: noon - 8_000,
        detail: 'No broker answers at kafka:9092.',
        attempts: 4,
      });
      return aBusySession({
        ...sixPartitions,
        kafka: lost,
        redis: aLink({ state: 'down', detail: 'Redis does not answer.' }),
      });
    },
  },
  {
    name: 'paused-with-wrap-of-the-buffer',
    make: () => {
      const session = aBusySession(sixPartitions, createSmallFeed);
      session.press('up', 'up', 'up');
      for (let batch = 0; batch < 20; batch += 1) {
        session.feed.push(
          aStoredBatch({
            errors: Array.from({ length: 50 }, (_, index) => anError({ incident: `${batch}/${index}` })),
          }),
        );
        session.feed.refresh();
      }
      return session;
    },
  },
  {
    name: 'detail-with-java-cause-chain',
    make: () => {
      const session = aSession({ health: sixPartitions });
      const error = anError({
        severity: 'CRITICAL',
        service: 'task-processing',
        message: 'Worker pool exhausted: 0 of 32 free',
        exceptionType: 'java.lang.IllegalStateException',
        stack: javaStack,
        host: 'tasks-7d9f-2',
        logger: 'com.example.tasks.Dispatcher',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        fields: { tenant: 'acme', attempt: 3, request: { path: '/v1/things' } },
        grouping: {
          fingerprint: 'v1:00000000000000aa',
          tier: 'stack',
          parts: ['WorkerPool.acquire', 'Dispatcher.dispatch'],
        },
      });
      session.feed.push(aStoredBatch({ errors: [error, error], newIncidents: [error.incident] }));
      session.feed.refresh();
      session.press('enter');
      return session;
    },
  },
  {
    name: 'detail-with-python-cause-chain',
    make: () => {
      const session = aSession({ health: sixPartitions });
      session.feed.push(
        aStoredBatch({
          errors: [anError({ exceptionType: 'users.errors.StoreUnavailable', stack: pythonStack })],
        }),
      );
      session.feed.refresh();
      session.press('enter');
      return session;
    },
  },
  {
    name: 'cjk-and-emoji-wrapped',
    make: () => {
      const session = aSession({ health: sixPartitions });
      const messages = [
        '通知の送信に失敗しました: 接続がタイムアウトしました 📮'.repeat(4),
        '결제 실패 👩‍👩‍👧 가맹점 42',
        'e\u0301te\u0301 🇩🇪 zu heiß',
        '数据库连接失败：超时',
      ];
      const errors = messages.map((message, index) =>
        anError({
          message,
          incident: `${index}`,
          service: index === 3 ? '用户管理服务用户管理服务' : 'notification',
        }),
      );
      session.feed.push(aStoredBatch({ errors, newIncidents: ['1'] }));
      session.feed.refresh();
      session.press('w');
      return session;
    },
  },
  {
    name: 'a-thousand-services',
    make: () => {
      const session = aSession({ health: sixPartitions });
      const errors = Array.from({ length: 1_000 }, (_, index) =>
        anError({ service: `service-${String(index).padStart(3, '0')}`, incident: `${index % 40}` }),
      );
      session.feed.push(aStoredBatch({ errors, others: 9_000 }));
      session.feed.refresh();
      session.press('tab', 'pageDown', 'pageDown');
      return session;
    },
  },
  {
    name: 'neighbours',
    make: () => {
      const session = aSession({ health: sixPartitions });
      const error = anError({
        severity: 'CRITICAL',
        offset: 1_204n,
        message: 'Worker pool exhausted: 0 of 32 free',
      });
      session.feed.push(aStoredBatch({ errors: [error] }));
      session.feed.refresh();
      session.press('o');
      const around = aNeighbourhood(error, error.offset - 20n, error.offset + 21n);
      session.answerAround({ value: around });
      session.press('up', 'up');
      return session;
    },
  },
  {
    name: 'neighbours-deleted-by-retention',
    make: () => {
      const session = aSession({ health: sixPartitions });
      session.feed.push(aStoredBatch({ errors: [anError({ offset: 1_000n })] }));
      session.feed.refresh();
      session.press('o');
      session.answerAround({ value: { low: 4_000n, high: 9_000n, neighbours: [] } });
      return session;
    },
  },
  {
    name: 'help',
    make: () => {
      const session = aBusySession(sixPartitions);
      session.press('?');
      return session;
    },
  },
];

test.each(inAllSizes(scenes))('draws $name at $columns×$rows as in its fixture', expectFixture);

test.each([
  { columns: 59, rows: 16, lines: ['The terminal is 59×16; the monitor needs 60×16. q quits.'] },
  { columns: 30, rows: 9, lines: ['The terminal is 30×9; the', 'monitor needs 60×16. q quits.'] },
])('says that a terminal of $columns×$rows is too small', ({ columns, rows, lines }) => {
  const input: FrameInput = { ...aSession().frame(), columns, rows };

  const text = renderToString(<Screen input={input} frame={compose(input)} />, { columns });

  const written = text.split('\n').map((line) => line.trimEnd());
  expect(written.filter((line) => line !== '')).toEqual(lines);
  expect(written.length).toBe(rows - 1);
});

test('says the same without colours as with them', () => {
  const frame = aBusySession().frame();
  const coloured = { ...frame, paint: createPaint(3) };

  const plain = renderToString(<Screen input={frame} frame={frame} />);
  const painted = renderToString(<Screen input={coloured} frame={compose(coloured)} />);

  expect(stripVTControlCharacters(painted).replaceAll(/ +$/gm, '')).toBe(plain);
  expect(painted).not.toBe(plain);
});

function createSmallFeed(now: () => number): Feed {
  return createFeed({ now, capacity: 100 });
}
