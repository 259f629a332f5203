import { expect, test } from 'vitest';
import { MonitorError } from '../../src/errors.ts';
import { createAnswerWatch } from '../../src/monitor/answer-watch.ts';
import { createHealth } from '../../src/monitor/health.ts';

test('takes a Kafka that answers nobody for lost since its last answer, until it answers again', async () => {
  const { answers, health, tick } = aWatch();
  await answers.ask(async () => {});

  tick(6_000);
  await fail(answers);
  const soon = health.snapshot().kafka;
  tick(7_000);
  await fail(answers);
  const late = health.snapshot().kafka;
  tick(1_000);
  await answers.ask(async () => {});

  expect(soon).toMatchObject({ state: 'up' });
  expect(late).toMatchObject({ state: 'down', since: 0, detail: 'Kafka at b:1 does not answer.' });
  expect(health.snapshot().kafka).toMatchObject({ state: 'up', since: 14_000 });
});

test('goes by the client that reads where only the questions fail: one broker of several may be frozen', async () => {
  const { answers, health, tick } = aWatch();

  for (let round = 0; round < 5; round += 1) {
    tick(7_000);
    answers.heard();
    await fail(answers);
  }

  expect(health.snapshot().kafka.state).toBe('up');
});

test('says nothing of the link where Kafka refuses to answer', async () => {
  const { answers, health, tick } = aWatch();
  tick(60_000);

  await fail(answers, new MonitorError('KAFKA_FAILED', 'No right.', 'Ask for it.'));

  expect(health.snapshot().kafka.state).toBe('up');
});

function aWatch() {
  let now = 0;
  const health = createHealth({ group: 'g', redis: false, now: () => now });
  health.link('kafka', 'up', null);
  const answers = createAnswerWatch(health, 10_000, () => now);
  return { answers, health, tick: (ms: number) => (now += ms) };
}

const silence = new MonitorError('KAFKA_UNREACHABLE', 'Kafka at b:1 does not answer.', 'Look at it.');

async function fail(answers: ReturnType<typeof createAnswerWatch>, error = silence): Promise<void> {
  await expect(answers.ask(() => Promise.reject(error))).rejects.toBe(error);
}
